package dev.parley.http;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** Serves the page. */
@Controller
class PageController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /** The most users of the lobby that the join form names. */
    private static final int MOST_NAMES = 5;

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
    CompletionStage<ResponseEntity<byte[]>> page(
            Locale locale,
            @CookieValue(name = "language", required = false) @Nullable String chosen,
            HttpServletRequest request) {
        String path = request.getContextPath();
        Locale wanted = chosen == null || chosen.isEmpty() ? locale : Locale.forLanguageTag(chosen);
        String address = addressForOthers(request);
        return lobby(request.getRemoteAddr()).thenApply(lobby -> {
            PageRenderer.Page page =
                    renderer.render(wanted, path.isEmpty() ? null : path + "/", lobby.orElse(null), address);
            return ResponseEntity.ok()
                    .contentType(HTML)
                    .header(HttpHeaders.CONTENT_LANGUAGE, page.language())
                    .body(page.html());
        });
    }

    /** Returns the sentences of the page for replies of the server that have a code, by code. */
    @GetMapping("/replies")
    ResponseEntity<byte[]> replies(@RequestParam(name = "language") String language) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonMapper.shared().writeValueAsBytes(renderer.replies(Locale.forLanguageTag(language))));
    }

    /**
     * Returns the address of the page for other devices, if it is requested as {@code localhost} on the machine of the server;
     * otherwise null, as the address of the request works for others, too. A proxy sends the name that its clients use.
     */
    private @Nullable String addressForOthers(HttpServletRequest request) {
        String host = request.getServerName();
        return settings.lanAddress() == null || !(host.equals("localhost") || host.equals("127.0.0.1"))
                ? null
                : request.getScheme() + "://" + settings.lanAddress() + ":" + request.getServerPort()
                        + request.getContextPath();
    }

    /**
     * Returns the users of the lobby; nothing if the server has a password, before which they are not published, or if the
     * address is banned.
     */
    private CompletionStage<Optional<PageRenderer.Lobby>> lobby(String address) {
        boolean isPublished = !settings.passwordRequired()
                && server.sanctionEnforcer()
                        .check(UserAction.READ_USER_COUNT, Actor.at(address))
                        .isEmpty();
        if (!isPublished) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return server.roomRegistry()
                .find(RoomName.LOBBY)
                .map(room -> room.firstUsers(MOST_NAMES)
                        .thenApply(users -> Optional.of(new PageRenderer.Lobby(
                                room.summary().people(),
                                users.stream().map(Presence::name).toList()))))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.of(PageRenderer.Lobby.EMPTY)));
    }
}
