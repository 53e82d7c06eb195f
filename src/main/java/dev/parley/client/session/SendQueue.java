package dev.parley.client.session;

import dev.parley.protocol.api.RefusalCodes;
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
 * Sends pending messages, one per room at a time, so that their order survives refusals and losses. A message stays in
 * the queue until it is acknowledged or refused for good; after a temporary refusal it is sent again with the same
 * reference. Confined to the event loop.
 */
final class SendQueue {

    /** Refusals that are temporary. */
    private static final Set<String> LATER =
            Set.of(RefusalCodes.SLOW_DOWN, RefusalCodes.BUSY, RefusalCodes.SHUTTING_DOWN);

    /** The server answers within 5 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LEAST_WAIT = Duration.ofMillis(20);

    private final Map<String, PendingMessage> pendingMessages = new LinkedHashMap<>();
    private final Map<String, RoomQueue> roomQueues = new HashMap<>();
    private final Consumer<PendingMessage> send;
    private final ClientTimer clientTimer;
    private final Runnable unanswered;

    /** The state of a room that can be sent to. */
    private static final class RoomQueue {
        private @Nullable String flying;
        private Runnable stop = () -> {};
    }

    /**
     * @param send sends a message
     * @param unanswered the connection is not reliable any more
     */
    SendQueue(Consumer<PendingMessage> send, ClientTimer clientTimer, Runnable unanswered) {
        this.send = send;
        this.clientTimer = clientTimer;
        this.unanswered = unanswered;
    }

    /** Adds a message, which is sent as soon as possible. */
    void add(PendingMessage pending) {
        pendingMessages.put(pending.reference(), pending);
        nudge(pending.room());
    }

    /** Returns all messages that are neither acknowledged nor refused, in order. */
    List<PendingMessage> waiting() {
        return List.copyOf(pendingMessages.values());
    }

    /** Returns whether a message with this reference is pending. */
    boolean knows(String reference) {
        return pendingMessages.containsKey(reference);
    }

    /** The room is joined: its messages can be sent. */
    void open(String room) {
        close(room);
        roomQueues.put(room, new RoomQueue());
        nudge(room);
    }

    /** The room cannot be sent to; a message in flight waits. */
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

    /** Drops the messages of a room, and returns them. */
    List<PendingMessage> discard(String room) {
        List<PendingMessage> given = new ArrayList<>();
        pendingMessages.values().stream()
                .filter(pending -> pending.room().equals(room))
                .forEach(given::add);
        given.forEach(pendingMessage -> pendingMessages.remove(pendingMessage.reference()));
        return given;
    }

    /** Records that a message is stored, by its receipt or its event. */
    Optional<PendingMessage> stored(String reference) {
        PendingMessage pending = pendingMessages.remove(reference);
        if (pending != null) {
            landed(pending);
        }
        return Optional.ofNullable(pending);
    }

    /**
     * Records a refusal.
     *
     * @return the message, if the refusal is final; otherwise it is sent again
     */
    Optional<PendingMessage> refused(String reference, String code, Duration retryAfter) {
        PendingMessage pending = pendingMessages.get(reference);
        if (pending == null) {
            return Optional.empty();
        } else if (!LATER.contains(code)) {
            return stored(reference);
        }
        RoomQueue roomQueue = roomQueues.get(pending.room());
        if (roomQueue != null && reference.equals(roomQueue.flying)) {
            roomQueue.stop.run();
            Duration wait = retryAfter.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : retryAfter;
            roomQueue.stop = clientTimer.schedule(wait, () -> {
                roomQueue.flying = null;
                nudge(pending.room());
            });
        }
        return Optional.empty();
    }

    private void landed(PendingMessage pending) {
        RoomQueue roomQueue = roomQueues.get(pending.room());
        if (roomQueue != null && pending.reference().equals(roomQueue.flying)) {
            roomQueue.stop.run();
            roomQueue.flying = null;
            nudge(pending.room());
        }
    }

    private void nudge(String room) {
        RoomQueue roomQueue = roomQueues.get(room);
        if (roomQueue == null || roomQueue.flying != null) {
            return;
        }
        for (PendingMessage pending : pendingMessages.values()) {
            if (pending.room().equals(room)) {
                roomQueue.flying = pending.reference();
                roomQueue.stop = clientTimer.schedule(PATIENCE, unanswered);
                send.accept(pending);
                return;
            }
        }
    }
}
