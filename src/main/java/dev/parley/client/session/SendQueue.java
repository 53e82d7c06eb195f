package dev.parley.client.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries letters, one of a room at a time, so that their order holds whatever is refused or lost on the way. A letter
 * stays here until it is confirmed or refused for good; asked to wait, it waits and goes again with its reference, and
 * nobody needs to know. Confined to the session's thread.
 */
final class SendQueue {

    /** Refusals that only mean: not just now. */
    private static final Set<String> LATER = Set.of("slow-down", "busy", "shutting-down");

    /** The server answers within 5 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LEAST_WAIT = Duration.ofMillis(20);

    private final Map<String, PendingMessage> pendingMessages = new LinkedHashMap<>();
    private final Map<String, RoomQueue> roomQueues = new HashMap<>();
    private final Consumer<PendingMessage> send;
    private final ClientTimer clientTimer;
    private final Runnable unanswered;

    /** What goes on in a room that can be sent to. */
    private static final class RoomQueue {
        private @Nullable String flying;
        private Runnable stop = () -> {};
    }

    /**
     * @param send puts a letter on the wire
     * @param unanswered the connection is not to be trusted any more
     */
    SendQueue(Consumer<PendingMessage> send, ClientTimer clientTimer, Runnable unanswered) {
        this.send = send;
        this.clientTimer = clientTimer;
        this.unanswered = unanswered;
    }

    /** Takes a letter, which goes as soon as it can. */
    void add(PendingMessage pendingMessage) {
        pendingMessages.put(pendingMessage.reference(), pendingMessage);
        nudge(pendingMessage.room());
    }

    /** All that are neither confirmed nor refused, in order. */
    List<PendingMessage> waiting() {
        return List.copyOf(pendingMessages.values());
    }

    /** Whether this is a letter that waits. */
    boolean knows(String reference) {
        return pendingMessages.containsKey(reference);
    }

    /** The room was entered: what waits for it may go. */
    void open(String room) {
        close(room);
        roomQueues.put(room, new RoomQueue());
        nudge(room);
    }

    /** Nothing can be sent to this room any more; what was under way waits. */
    void close(String room) {
        RoomQueue roomQueue = roomQueues.remove(room);
        if (roomQueue != null) {
            roomQueue.stop.run();
        }
    }

    /** The connection is lost. */
    void closeAll() {
        List.copyOf(roomQueues.keySet()).forEach(this::close);
    }

    /** Gives up what waits for this room, and returns it. */
    List<PendingMessage> discard(String room) {
        List<PendingMessage> given = new ArrayList<>();
        pendingMessages.values().stream()
                .filter(pendingMessage -> pendingMessage.room().equals(room))
                .forEach(given::add);
        given.forEach(pendingMessage -> pendingMessages.remove(pendingMessage.reference()));
        return given;
    }

    /** It is stored: the server said so, or it was heard. */
    Optional<PendingMessage> stored(String reference) {
        PendingMessage pendingMessage = pendingMessages.remove(reference);
        if (pendingMessage != null) {
            landed(pendingMessage);
        }
        return Optional.ofNullable(pendingMessage);
    }

    /**
     * It was refused.
     *
     * @return the letter, if that is final; otherwise it goes again
     */
    Optional<PendingMessage> refused(String reference, String code, Duration retryAfter) {
        PendingMessage pendingMessage = pendingMessages.get(reference);
        if (pendingMessage == null) {
            return Optional.empty();
        } else if (!LATER.contains(code)) {
            return stored(reference);
        }
        RoomQueue roomQueue = roomQueues.get(pendingMessage.room());
        if (roomQueue != null && reference.equals(roomQueue.flying)) {
            roomQueue.stop.run();
            Duration wait = retryAfter.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : retryAfter;
            roomQueue.stop = clientTimer.schedule(wait, () -> {
                roomQueue.flying = null;
                nudge(pendingMessage.room());
            });
        }
        return Optional.empty();
    }

    private void landed(PendingMessage pendingMessage) {
        RoomQueue roomQueue = roomQueues.get(pendingMessage.room());
        if (roomQueue != null && pendingMessage.reference().equals(roomQueue.flying)) {
            roomQueue.stop.run();
            roomQueue.flying = null;
            nudge(pendingMessage.room());
        }
    }

    private void nudge(String room) {
        RoomQueue roomQueue = roomQueues.get(room);
        if (roomQueue == null || roomQueue.flying != null) {
            return;
        }
        for (PendingMessage pendingMessage : pendingMessages.values()) {
            if (pendingMessage.room().equals(room)) {
                roomQueue.flying = pendingMessage.reference();
                roomQueue.stop = clientTimer.schedule(PATIENCE, unanswered);
                send.accept(pendingMessage);
                return;
            }
        }
    }
}
