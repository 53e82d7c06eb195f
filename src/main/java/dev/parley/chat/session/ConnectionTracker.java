package dev.parley.chat.session;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a transport, and the number of deliveries to all connections, closed ones included. Each
 * connection counts for itself without a lock or a shared counter; the counts are added up on request. Thread-safe.
 *
 * @param <C> the type of a connection
 */
public final class ConnectionTracker<C> {

    private final Set<C> connections = ConcurrentHashMap.newKeySet();
    private final Function<C, @Nullable String> dialect;
    private final ToLongFunction<C> delivered;
    private long deliveredByClosed; // guarded by this

    /**
     * Creates an empty tracker.
     *
     * @param dialect returns the dialect of a connection; null while it is unknown
     * @param delivered returns the number of deliveries to a connection, which never falls
     */
    public ConnectionTracker(Function<C, @Nullable String> dialect, ToLongFunction<C> delivered) {
        this.dialect = dialect;
        this.delivered = delivered;
    }

    /** Returns a live, read-only view of the connections. */
    public Set<C> connections() {
        return Collections.unmodifiableSet(connections);
    }

    /** Adds a connection. */
    public void add(C connection) {
        connections.add(connection);
    }

    /** Removes a connection; returns false if it was removed before. */
    public synchronized boolean remove(C connection) {
        boolean was = connections.remove(connection);
        if (was) {
            deliveredByClosed += delivered.applyAsLong(connection);
        }
        return was;
    }

    /** Returns the number of connections by dialect. */
    public Map<String, Integer> dialects() {
        Map<String, Integer> dialects = new TreeMap<>();
        for (C connection : connections) {
            String name = dialect.apply(connection);
            if (name != null) {
                dialects.merge(name, 1, Integer::sum);
            }
        }
        return dialects;
    }

    /** Returns the number of deliveries to all connections, which never falls. */
    public synchronized long delivered() {
        long sum = deliveredByClosed;
        for (C connection : connections) {
            sum += delivered.applyAsLong(connection);
        }
        return sum;
    }
}
