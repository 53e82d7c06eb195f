package dev.parley.http;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.protocol.HistoryPageJson;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Serves older messages of a room to clients with a valid resume token. */
@Controller
class HistoryController {

    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int MOST_DIGITS = 3;

    private final ChatServer server;
    private final BearerRequests requests;

    HistoryController(ChatServer server, BearerRequests requests) {
        this.server = server;
        this.requests = requests;
    }

    /** Returns the last messages before a position, in order. */
    @GetMapping("/rooms/{room}/messages")
    CompletionStage<ResponseEntity<byte[]>> messages(
            @PathVariable("room") String room,
            @RequestParam(name = "before", required = false) @Nullable String before,
            @RequestParam(name = "limit", required = false) @Nullable String limit,
            HttpServletRequest request) {
        return requests.answer(UserAction.READ_HISTORY, request, token -> page(room, before, limit, token));
    }

    private CompletionStage<ResponseEntity<byte[]>> page(
            String written, @Nullable String before, @Nullable String limit, ResumeToken token) {
        Optional<Room> room = RoomName.parse(written).flatMap(server.roomRegistry()::find);
        Optional<Position> place = before == null ? Optional.empty() : Position.parse(before);
        int most = limit == null ? USUAL : number(limit);
        if (place.isEmpty()) {
            return BearerRequests.malformed("“before” must be a position in the form EPOCH:SEQ.");
        } else if (most < 1 || most > MOST) {
            return BearerRequests.malformed("“limit” must be a number from 1 to " + MOST + ".");
        } else if (room.isEmpty()) {
            return BearerRequests.problem(HttpStatus.NOT_FOUND, Refusal.noSuchRoom(written));
        }
        Optional<Refusal> closed = server.roomAccess().check(room.get().name(), token.digest());
        if (closed.isPresent()) {
            return BearerRequests.problem(HttpStatus.FORBIDDEN, closed.get());
        }
        return room.get()
                .before(place.get(), most)
                .thenApply(page ->
                        BearerRequests.page(HistoryPageJson.history(page, most, server.operators()::isByOperator)));
    }

    private static int number(String written) {
        boolean isNumber = !written.isEmpty()
                && written.length() <= MOST_DIGITS
                && written.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(written) : 0;
    }
}
