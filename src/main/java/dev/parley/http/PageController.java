package dev.parley.http;

import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;

/** Serves the page. */
@Controller
class PageController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final ChatServer server;
    private final PageSettings settings;
    private final PageRenderer renderer;

    PageController(ChatServer server, PageSettings settings, PageRenderer renderer) {
        this.server = server;
        this.settings = settings;
        this.renderer = renderer;
    }

    /**
     * Returns the page in the language that the user chose on it, which a cookie names, or else in that of the request. Its
     * links are relative to the path that it is hosted below.
     */
    @GetMapping("/")
    ResponseEntity<byte[]> page(
            Locale locale,
            @CookieValue(name = "language", required = false) @Nullable String chosen,
            HttpServletRequest request) {
        String path = request.getContextPath();
        PageRenderer.Page page = renderer.render(
                chosen == null || chosen.isEmpty() ? locale : Locale.forLanguageTag(chosen),
                path.isEmpty() ? null : path + "/",
                usersInLobby(request.getRemoteAddr()));
        return ResponseEntity.ok()
                .contentType(HTML)
                .header(HttpHeaders.CONTENT_LANGUAGE, page.language())
                .body(page.html());
    }

    /**
     * Returns the number of users in the lobby; null if the server has a password, before which it is not published, or if the
     * address is banned.
     */
    private @Nullable Integer usersInLobby(String address) {
        return settings.passwordRequired()
                        || server.sanctionEnforcer()
                                .check(UserAction.READ_USER_COUNT, Actor.at(address))
                                .isPresent()
                ? null
                : server.roomRegistry()
                        .find(RoomName.LOBBY)
                        .map(Room::summary)
                        .map(lobby -> lobby.people())
                        .orElse(0);
    }
}
