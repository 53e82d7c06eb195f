package dev.parley.tcp.dialect.stomp;

import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection's look at the list of rooms: shown at once, and again a second after it has changed. */
final class RoomListSubscription {

    private static final Duration ROUND = Duration.ofSeconds(1);

    private final TcpConnection tcpConnection;
    private final Runnable show;
    private final AtomicBoolean changed = new AtomicBoolean();
    private @Nullable Future<?> next; // confined to the event loop

    /**
     * A look at the list.
     *
     * @param show shows it; called on the connection's event loop
     */
    RoomListSubscription(TcpConnection tcpConnection, Runnable show) {
        this.tcpConnection = tcpConnection;
        this.show = show;
    }

    /** Something in it is new. Safe from any thread. */
    void changed() {
        if (changed.compareAndSet(false, true)) {
            tcpConnection.execute(() -> next = tcpConnection.schedule(ROUND, this::showChange));
        }
    }

    private void showChange() {
        changed.set(false);
        show.run();
    }

    /** Nobody looks any more. On the event loop. */
    void close() {
        changed.set(true);
        if (next != null) {
            next.cancel(false);
        }
    }
}
