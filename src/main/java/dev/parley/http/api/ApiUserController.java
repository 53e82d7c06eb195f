package dev.parley.http.api;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.KeyHolder;
import dev.parley.protocol.ApiJson;
import dev.parley.protocol.ApiJson.UserJson;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Lists the users who are online. */
@Controller
@RequestMapping(ApiFilter.ROOT)
class ApiUserController {

    /** The most rooms whose users are listed together. */
    private static final int MOST_ROOMS = 100;

    /** The most users that are listed together. */
    private static final int MOST_USERS = 1_000;

    private final ApiRequests requests;

    ApiUserController(ApiRequests requests) {
        this.requests = requests;
    }

    /** Returns the users of a room, or of all rooms that the client may read, with their rooms. */
    @GetMapping("/users")
    CompletionStage<ResponseEntity<byte[]>> users(
            @RequestParam(name = "room", required = false) @Nullable String room, HttpServletRequest request) {
        return requests.read(UserAction.LIST_USERS, request, client -> {
            List<Room> rooms = room == null ? roomsInUse(client) : List.of(ApiRequests.find(client, room));
            return users(rooms.stream().limit(MOST_ROOMS).toList())
                    .thenApply(users -> response(request, users, rooms.size() <= MOST_ROOMS));
        });
    }

    private static List<Room> roomsInUse(KeyHolder client) {
        return client.chatServer().roomRegistry().all().stream()
                .filter(found -> client.checkRoom(found.name()).isEmpty()
                        && found.summary().people() > 0)
                .toList();
    }

    private static CompletionStage<List<UserJson>> users(List<Room> rooms) {
        Map<String, UserJson> users = new TreeMap<>(); // by nickname; filled by one stage after the other
        CompletionStage<?> read = CompletableFuture.completedFuture(true);
        for (Room room : rooms) {
            read = read.thenCombine(room.users(), (before, members) -> {
                members.forEach(member ->
                        users.merge(member.name(), user(member, room.name().text()), ApiUserController::merged));
                return true;
            });
        }
        return read.thenApply(done -> List.copyOf(users.values()));
    }

    private static UserJson user(Presence member, String room) {
        return new UserJson(member.name(), member.via(), member.idle().toSeconds(), member.absence(), List.of(room));
    }

    private static UserJson merged(UserJson first, UserJson second) {
        List<String> rooms = new ArrayList<>(first.rooms());
        rooms.addAll(second.rooms());
        return new UserJson(first.name(), first.via(), Math.min(first.idle(), second.idle()), first.away(), rooms);
    }

    private static ResponseEntity<byte[]> response(HttpServletRequest request, List<UserJson> all, boolean complete) {
        List<UserJson> users = all.stream().limit(MOST_USERS).toList();
        return ApiRequests.prefersText(request)
                ? ApiRequests.text(
                        users.stream().map(user -> user.name() + "\n").collect(Collectors.joining()))
                : ApiRequests.json(ApiJson.users(users, complete && all.size() <= MOST_USERS));
    }
}
