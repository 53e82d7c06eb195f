package dev.parley.client.session;

import dev.parley.protocol.api.Destinations;
import dev.parley.protocol.api.EventTypes;
import dev.parley.text.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processes the messages of the server to one session: the events of its rooms and direct messages, each of them once, the
 * refusals, and the answers to commands. Confined to the event loop.
 */
final class InboundMessages {

    private final ClientSession session;
    private final SendQueue sendQueue;
    private final ClientRequests pendingRequests;
    private final SessionListener listener;
    private @Nullable Position directPosition;

    InboundMessages(
            ClientSession session, SendQueue sendQueue, ClientRequests pendingRequests, SessionListener listener) {
        this.session = session;
        this.sendQueue = sendQueue;
        this.pendingRequests = pendingRequests;
        this.listener = listener;
    }

    /** Returns the position of the last direct message; null before the first one. */
    @Nullable
    Position directPosition() {
        return directPosition;
    }

    /**
     * Processes the body of a MESSAGE frame.
     *
     * @param destination the header of the frame; null if it has none
     */
    void apply(@Nullable String destination, JsonObject body) {
        switch (destination == null ? "" : destination) {
            case Destinations.REFUSALS -> refused(body);
            case Destinations.ANSWERS -> answered(body);
            case Destinations.DIRECT -> onDirectMessage(body);
            case Destinations.SESSION -> onSessionChanged(body);
            case Destinations.ROOMS -> session.words().rooms(body);
            default -> {
                String room = destination == null ? "" : destination.substring(destination.lastIndexOf('/') + 1);
                session.roomState(room).ifPresent(roomState -> onRoomEvent(roomState, body));
            }
        }
    }

    /** Ends the wait for a message, which the server has stored. */
    void onStored(String reference) {
        sendQueue.stored(reference).ifPresent(pending -> {
            listener.onStored(pending);
            listener.onPendingChanged();
        });
    }

    private void onSessionChanged(JsonObject body) {
        session.setAbsence(body.text("away"));
        listener.onAbsenceChanged();
    }

    private void onDirectMessage(JsonObject body) {
        Position current = Position.parseWithAnyEpoch(body.text("position")).orElse(null);
        if (current == null || directPosition == null || current.isAfter(directPosition)) {
            directPosition = current;
            publish("", body, false, false);
        }
    }

    private void publish(String room, JsonObject body, boolean own, boolean replayed) {
        ClientEvent.read(body, own)
                .ifPresent(event -> listener.onEvent(new ReceivedEvent(room, event, replayed, body)));
    }

    private void onRoomEvent(RoomState roomState, JsonObject body) {
        if (body.text("type").equals(EventTypes.REMOVED)) {
            onRoomEnded(roomState.room(), "The operator removed the room " + roomState.room() + ".");
            return;
        }
        String reference = body.text("reference");
        boolean own = roomState.isOwn(reference) || sendQueue.contains(reference);
        RoomState.Update update = roomState.apply(body);
        if (update == RoomState.Update.DUPLICATE) {
            return;
        }
        if (body.text("type").equals(EventTypes.RENAMED) && body.text("from").equals(session.name())) {
            session.setNickname(body.text("to"));
        }
        publish(roomState.room(), body, own, update == RoomState.Update.REPLAYED);
        if (own) {
            onStored(reference);
        }
        if (update == RoomState.Update.JOINED) {
            sendQueue.open(roomState.room());
        }
    }

    private void refused(JsonObject body) {
        String receipt = body.text("receipt");
        PendingRequest request = pendingRequests.remove(receipt);
        String sentence = body.text("sentence");
        if (request == null) {
            String reference = body.text("reference").isEmpty() ? receipt : body.text("reference");
            Duration wait = Duration.ofMillis(body.number("retryAfterMs"));
            sendQueue.refused(reference, body.text("code"), wait).ifPresent(pending -> {
                listener.onRefused(pending, sentence);
                listener.onPendingChanged();
            });
        } else if (request.purpose() == PendingRequest.Purpose.JOIN) {
            onRoomEnded(request.room(), sentence);
        } else {
            listener.onReply(List.of(sentence));
        }
    }

    private void onRoomEnded(String room, String sentence) {
        List<PendingMessage> unsent = session.leave(room);
        listener.onRoomEnded(room, sentence);
        unsent.forEach(pendingMessage -> listener.onRefused(pendingMessage, sentence));
    }

    private void answered(JsonObject body) {
        PendingRequest request = pendingRequests.remove(body.text("receipt"));
        List<String> lines = body.texts("lines");
        if (request != null && request.purpose() == PendingRequest.Purpose.HELP) {
            session.words().commands(lines);
        } else {
            listener.onReply(lines);
        }
    }
}
