package dev.parley.tcp.dialect.stomp;

import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of one connection to the room list. Sends an update 1 s after a change, which combines further
 * changes.
 */
final class RoomListSubscription {

    private static final Duration UPDATE_DELAY = Duration.ofSeconds(1);

    private final TcpConnection connection;
    private final Runnable send;
    private final AtomicBoolean updatePending = new AtomicBoolean();
    private @Nullable Future<?> next; // confined to the event loop

    /**
     * Creates a subscription.
     *
     * @param send sends the list; called on the connection's event loop
     */
    RoomListSubscription(TcpConnection connection, Runnable send) {
        this.connection = connection;
        this.send = send;
    }

    /** Schedules an update. Safe from any thread. */
    void changed() {
        if (updatePending.compareAndSet(false, true)) {
            connection.execute(() -> next = connection.schedule(UPDATE_DELAY, this::sendUpdate));
        }
    }

    private void sendUpdate() {
        updatePending.set(false);
        send.run();
    }

    /** Cancels the subscription. Called on the event loop. */
    void close() {
        updatePending.set(true);
        if (next != null) {
            next.cancel(false);
        }
    }
}
