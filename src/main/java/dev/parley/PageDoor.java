package dev.parley;

import dev.parley.people.Door;
import dev.parley.people.Turnstile;
import java.util.List;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The page's port. */
final class PageDoor implements Door {

    private final ServletWebServerApplicationContext server;
    private final Turnstile turnstile;

    PageDoor(ServletWebServerApplicationContext server, Turnstile turnstile) {
        this.server = server;
        this.turnstile = turnstile;
    }

    @Override
    public List<String> directions() {
        WebServer web = server.getWebServer();
        return web == null ? List.of() : List.of("Page: http://localhost:" + web.getPort());
    }

    @Override
    public int open() {
        return turnstile.inside();
    }

    /** Refuses new connections; those there are go on. The server does it again as it stops, which changes nothing. */
    @Override
    public void shut() {
        WebServer web = server.getWebServer();
        if (web != null) {
            web.shutDownGracefully(result -> {});
        }
    }
}
