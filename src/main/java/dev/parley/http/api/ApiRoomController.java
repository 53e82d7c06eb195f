package dev.parley.http.api;

import static dev.parley.http.api.ApiRequests.done;

import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.KeyHolder;
import dev.parley.protocol.ApiJson;
import dev.parley.protocol.RoomPageJson;
import dev.parley.text.ControlCharEscaper;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Lists rooms. */
@Controller
@RequestMapping(ApiFilter.ROOT)
class ApiRoomController {

    private final ApiRequests requests;

    ApiRoomController(ApiRequests requests) {
        this.requests = requests;
    }

    /** Returns the rooms of a bot, or for others a page of the rooms whose name contains a text. */
    @GetMapping("/rooms")
    CompletionStage<ResponseEntity<byte[]>> rooms(
            @RequestParam(name = "search", defaultValue = "") String search,
            @RequestParam(name = "after", required = false) @Nullable String after,
            HttpServletRequest request) {
        return requests.read(UserAction.FIND_ROOMS, request, client -> {
            RoomName last = after == null ? null : ApiRequests.roomName(after);
            if (client.isBot()) {
                List<RoomSummary> own = ownRooms(client, search, last);
                return done(
                        ApiRequests.prefersText(request)
                                ? ApiRequests.text(lines(own))
                                : ApiRequests.json(ApiJson.rooms(own)));
            }
            return client.chatServer()
                    .roomRegistry()
                    .find(search, last, room -> client.checkRoom(room).isEmpty())
                    .thenApply(page -> ApiRequests.prefersText(request)
                            ? ApiRequests.text(lines(page.rooms()))
                            : ApiRequests.json(RoomPageJson.of(page)));
        });
    }

    private static List<RoomSummary> ownRooms(KeyHolder client, String search, @Nullable RoomName after) {
        String part = search.strip().toLowerCase(Locale.ROOT);
        return client.rooms().orElse(List.of()).stream()
                .filter(name -> name.text().contains(part) && (after == null || name.compareTo(after) > 0))
                .map(name -> client.find(name).map(Room::summary).orElseGet(() -> new RoomSummary(name, "", 0, false)))
                .toList();
    }

    /** Returns a line with the name, the number of users and the topic for each room. */
    private static String lines(List<RoomSummary> rooms) {
        return rooms.stream()
                .map(room -> room.name() + " " + room.people()
                        + (room.topic().isEmpty() ? "" : " " + ControlCharEscaper.line(room.topic())) + "\n")
                .collect(Collectors.joining());
    }
}
