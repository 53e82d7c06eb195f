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
 * Who is connected by a door, and how much was delivered to all of them, those who have gone included. Each connection
 * counts for itself as it is written to, which takes neither a lock nor a counter that is shared; they are added up when
 * somebody asks. Safe from any thread.
 *
 * @param <C> what a connection is
 */
public final class ConnectionTracker<C> {

    private final Set<C> connections = ConcurrentHashMap.newKeySet();
    private final Function<C, @Nullable String> dialect;
    private final ToLongFunction<C> delivered;
    private long gone; // guarded by this

    /**
     * Nobody yet.
     *
     * @param dialect what one of them speaks; null if that is not known yet
     * @param delivered how much was delivered to one of them, which only ever rises
     */
    public ConnectionTracker(Function<C, @Nullable String> dialect, ToLongFunction<C> delivered) {
        this.dialect = dialect;
        this.delivered = delivered;
    }

    /** Who is connected; to be looked at only, and changing meanwhile. */
    public Set<C> connections() {
        return Collections.unmodifiableSet(connections);
    }

    /** Somebody has come. */
    public void add(C connection) {
        connections.add(connection);
    }

    /** Somebody has gone; false if that is known already. */
    public synchronized boolean remove(C connection) {
        boolean was = connections.remove(connection);
        if (was) {
            gone += delivered.applyAsLong(connection);
        }
        return was;
    }

    /** How many speak which dialect, by its name. */
    public Map<String, Integer> dialects() {
        Map<String, Integer> dialects = new TreeMap<>();
        for (C connection : connections) {
            String spoken = dialect.apply(connection);
            if (spoken != null) {
                dialects.merge(spoken, 1, Integer::sum);
            }
        }
        return dialects;
    }

    /** How much was delivered to all of them together. Only ever rises. */
    public synchronized long delivered() {
        long sum = gone;
        for (C connection : connections) {
            sum += delivered.applyAsLong(connection);
        }
        return sum;
    }
}
