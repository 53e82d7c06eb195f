package dev.parley.http;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.RoomPageJson;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Finds rooms for clients with a valid resume token. */
@Controller
class RoomSearchController {

    private final ChatServer server;
    private final BearerRequests requests;

    RoomSearchController(ChatServer server, BearerRequests requests) {
        this.server = server;
        this.requests = requests;
    }

    /** Returns a page of the rooms whose name contains a text. */
    @GetMapping("/rooms")
    CompletionStage<ResponseEntity<byte[]>> rooms(
            @RequestParam(name = "search", defaultValue = "") String text,
            @RequestParam(name = "after", required = false) @Nullable String after,
            HttpServletRequest request) {
        return requests.answer(UserAction.FIND_ROOMS, request, token -> page(text, after, token));
    }

    private CompletionStage<ResponseEntity<byte[]>> page(String text, @Nullable String after, ResumeToken token) {
        Optional<RoomName> name = after == null ? Optional.empty() : RoomName.parse(after);
        if (after != null && name.isEmpty()) {
            return BearerRequests.malformed("“after” must be the name of a room, as in “next” of the page before.");
        }
        return server.roomRegistry()
                .find(text, name.orElse(null), room -> server.roomAccess().isOpenTo(room, token.digest()))
                .thenApply(page -> BearerRequests.page(RoomPageJson.of(page)));
    }
}
