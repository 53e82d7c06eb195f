package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A web site of another origin than the server's, on a free port of the loopback interface. Safe from any thread. */
final class ExampleSite implements AutoCloseable {

    private final HttpServer http;

    private ExampleSite(HttpServer http) {
        this.http = http;
    }

    /** Starts a site without files. */
    static ExampleSite start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
        return new ExampleSite(http);
    }

    /** Publishes a script or a page at a path. */
    void publish(String path, String text) {
        byte[] body = text.getBytes(UTF_8);
        http.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /** Returns the origin of the site under a name of this machine. */
    String origin(String host) {
        return "http://" + host + ":" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
