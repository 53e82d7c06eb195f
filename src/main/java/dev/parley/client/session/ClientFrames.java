package dev.parley.client.session;

import dev.parley.protocol.api.ChatHeaders;
import dev.parley.protocol.api.Destinations;
import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompVersion;
import dev.parley.text.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frames that a client sends. */
final class ClientFrames {

    /** The receipt of DISCONNECT. */
    static final String DISCONNECT_RECEIPT = "disconnect";

    private ClientFrames() {}

    /**
     * Returns CONNECT.
     *
     * @param token the resume token; empty for the first login
     */
    static Frame connect(ServerAddress address, String name, String passcode, String token) {
        Headers.Builder headers = Headers.builder()
                .add(Headers.ACCEPT_VERSION, StompVersion.V1_2.number())
                .add(Headers.HOST, address.host())
                .add(Headers.HEART_BEAT, StompConnection.HEARTBEATS.format())
                .add(Headers.LOGIN, name);
        if (!passcode.isEmpty()) {
            headers.add(Headers.PASSCODE, passcode);
        }
        if (!token.isEmpty()) {
            headers.add(ChatHeaders.RESUME, token);
        }
        return new Frame(StompCommand.CONNECT, headers.build());
    }

    /**
     * Returns SUBSCRIBE for every destination but rooms.
     *
     * @param after the position of the last received direct message; null if there is none
     */
    static List<Frame> subscriptions(@Nullable Position after) {
        return List.of(
                subscribe(Destinations.REFUSALS, "refusals"),
                subscribe(Destinations.ANSWERS, "answers"),
                subscribe(Destinations.SESSION, "session"),
                subscribeDirect(after),
                new Frame(
                        StompCommand.SUBSCRIBE,
                        Headers.of(
                                Headers.DESTINATION,
                                Destinations.ROOMS,
                                Headers.ID,
                                "rooms",
                                ChatHeaders.CHANGES,
                                "true")));
    }

    private static Frame subscribe(String destination, String id) {
        return new Frame(StompCommand.SUBSCRIBE, Headers.of(Headers.DESTINATION, destination, Headers.ID, id));
    }

    private static Frame subscribeDirect(@Nullable Position after) {
        Headers.Builder headers =
                Headers.builder().add(Headers.DESTINATION, Destinations.DIRECT).add(Headers.ID, "direct");
        if (after != null) {
            headers.add(ChatHeaders.AFTER, after.toString());
        }
        return new Frame(StompCommand.SUBSCRIBE, headers.build());
    }

    /** Returns SUBSCRIBE for a room, from its last position. */
    static Frame subscribe(RoomState roomState, String receipt) {
        Headers.Builder headers = Headers.builder()
                .add(Headers.DESTINATION, Destinations.ROOM_TOPIC + roomState.room())
                .add(Headers.ID, idOf(roomState.room()))
                .add(Headers.RECEIPT, receipt);
        roomState.addReplayHeaders(headers);
        return new Frame(StompCommand.SUBSCRIBE, headers.build());
    }

    /** Returns UNSUBSCRIBE for a room. */
    static Frame unsubscribe(String room) {
        return new Frame(StompCommand.UNSUBSCRIBE, Headers.of(Headers.ID, idOf(room)));
    }

    private static String idOf(String room) {
        return "room-" + room;
    }

    /** Returns SEND for a message, whose reference is its receipt. */
    static Frame message(PendingMessage pending) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", pending.text());
        if (pending.action()) {
            body.put("action", true);
        }
        return send(
                pending.room().equals(PendingMessage.DIRECT)
                        ? Destinations.USER + pending.to()
                        : Destinations.ROOM + pending.room(),
                body,
                pending.reference(),
                ChatHeaders.REFERENCE,
                pending.reference());
    }

    /** Returns SEND for a command. */
    static Frame command(String line, String room, String receipt) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("line", line);
        if (!room.isEmpty()) {
            body.put("room", room);
        }
        return send(Destinations.COMMANDS, body, receipt);
    }

    /** Returns DISCONNECT. */
    static Frame disconnect() {
        return new Frame(StompCommand.DISCONNECT, Headers.of(Headers.RECEIPT, DISCONNECT_RECEIPT));
    }

    private static Frame send(String destination, Map<String, Object> body, String receipt, String... more) {
        Headers.Builder headers = Headers.builder()
                .add(Headers.DESTINATION, destination)
                .add(Headers.RECEIPT, receipt)
                .add(Headers.CONTENT_TYPE, ChatHeaders.JSON);
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        return new Frame(StompCommand.SEND, headers.build(), Body.of(new JsonObject(body).toString()));
    }
}
