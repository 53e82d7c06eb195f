package dev.parley.websocket.tomcat;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The times by which sockets must have sent the complete head of their next request. Tomcat limits only the time between
 * two reads, so that a client which sends a byte now and then keeps a connection without a request. A socket has no
 * deadline while Tomcat handles its request. Thread-safe; never blocks.
 */
final class HeadDeadlines {

    private final Map<SocketChannel, Long> deadlines = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private volatile Duration limit;

    HeadDeadlines(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Sets the limit for deadlines that start from now on. */
    void setLimit(Duration changed) {
        limit = changed;
    }

    /** Starts the time of a new connection, or of the next request. */
    void start(SocketChannel socket) {
        deadlines.put(socket, nanoTime.getAsLong() + limit.toNanos());
    }

    /** Removes the deadline and returns it; null if there is none. */
    @Nullable
    Long suspend(SocketChannel socket) {
        return deadlines.remove(socket);
    }

    /** Sets a deadline again that was suspended, because the head is still incomplete. */
    void resume(SocketChannel socket, Long deadline) {
        deadlines.put(socket, deadline);
    }

    /** Removes and returns the sockets whose deadline is over. */
    List<SocketChannel> takeExpired() {
        long now = nanoTime.getAsLong();
        List<SocketChannel> expired = new ArrayList<>();
        deadlines.forEach((socket, deadline) -> {
            if (now - deadline >= 0 && deadlines.remove(socket, deadline)) {
                expired.add(socket);
            }
        });
        return expired;
    }
}
