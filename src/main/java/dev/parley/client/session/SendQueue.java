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
    private static final Set<String> TEMPORARY =
            Set.of(RefusalCodes.SLOW_DOWN, RefusalCodes.BUSY, RefusalCodes.SHUTTING_DOWN);

    /** Twice the time within which the server answers. */
    private static final Duration RECEIPT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration MIN_WAIT = Duration.ofMillis(20);
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final Map<String, PendingMessage> pendingMessages = new LinkedHashMap<>();
    private final Map<String, RoomQueue> roomQueues = new HashMap<>();
    private final Consumer<PendingMessage> send;
    private final ClientTimer clientTimer;
    private final Runnable onTimeout;

    /** The state of a room that can be sent to. */
    private static final class RoomQueue {
        private @Nullable String inFlight;
        private Runnable cancelTimer = () -> {};
    }

    /**
     * @param send sends a message
     * @param onTimeout runs when the server does not answer in time
     */
    SendQueue(Consumer<PendingMessage> send, ClientTimer clientTimer, Runnable onTimeout) {
        this.send = send;
        this.clientTimer = clientTimer;
        this.onTimeout = onTimeout;
    }

    /** Adds a message, which is sent as soon as possible. */
    void add(PendingMessage pending) {
        pendingMessages.put(pending.reference(), pending);
        sendNext(pending.room());
    }

    /** Returns all messages that are neither acknowledged nor refused, in order. */
    List<PendingMessage> pendingMessages() {
        return List.copyOf(pendingMessages.values());
    }

    /** Returns whether a message with this reference is pending. */
    boolean contains(String reference) {
        return pendingMessages.containsKey(reference);
    }

    /** Starts to send the messages of a room, which is joined. */
    void open(String room) {
        close(room);
        roomQueues.put(room, new RoomQueue());
        sendNext(room);
    }

    /** Stops sending to a room; a message in flight becomes pending again. */
    void close(String room) {
        RoomQueue roomQueue = roomQueues.remove(room);
        if (roomQueue != null) {
            roomQueue.cancelTimer.run();
        }
    }

    /** Stops sending to all rooms, after a loss of the connection. */
    void closeAll() {
        List.copyOf(roomQueues.keySet()).forEach(this::close);
    }

    /** Drops the messages of a room, and returns them. */
    List<PendingMessage> discard(String room) {
        List<PendingMessage> dropped = new ArrayList<>();
        pendingMessages.values().stream()
                .filter(pending -> pending.room().equals(room))
                .forEach(dropped::add);
        dropped.forEach(pendingMessage -> pendingMessages.remove(pendingMessage.reference()));
        return dropped;
    }

    /** Records that a message is stored, by its receipt or its event. */
    Optional<PendingMessage> stored(String reference) {
        PendingMessage pending = pendingMessages.remove(reference);
        if (pending != null) {
            onAnswered(pending);
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
        } else if (!TEMPORARY.contains(code)) {
            return stored(reference);
        }
        RoomQueue roomQueue = roomQueues.get(pending.room());
        if (roomQueue != null && reference.equals(roomQueue.inFlight)) {
            roomQueue.cancelTimer.run();
            Duration atLeast = retryAfter.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : retryAfter;
            Duration wait = atLeast.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : atLeast;
            roomQueue.cancelTimer = clientTimer.schedule(wait, () -> {
                roomQueue.inFlight = null;
                sendNext(pending.room());
            });
        }
        return Optional.empty();
    }

    private void onAnswered(PendingMessage pending) {
        RoomQueue roomQueue = roomQueues.get(pending.room());
        if (roomQueue != null && pending.reference().equals(roomQueue.inFlight)) {
            roomQueue.cancelTimer.run();
            roomQueue.inFlight = null;
            sendNext(pending.room());
        }
    }

    private void sendNext(String room) {
        RoomQueue roomQueue = roomQueues.get(room);
        if (roomQueue == null || roomQueue.inFlight != null) {
            return;
        }
        for (PendingMessage pending : pendingMessages.values()) {
            if (pending.room().equals(room)) {
                roomQueue.inFlight = pending.reference();
                roomQueue.cancelTimer = clientTimer.schedule(RECEIPT_TIMEOUT, onTimeout);
                send.accept(pending);
                return;
            }
        }
    }
}
