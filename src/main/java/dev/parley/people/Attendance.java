package dev.parley.people;

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
public final class Attendance<C> {

    private final Set<C> present = ConcurrentHashMap.newKeySet();
    private final Function<C, @Nullable String> dialect;
    private final ToLongFunction<C> delivered;
    private long gone; // guarded by this

    /**
     * Nobody yet.
     *
     * @param dialect what one of them speaks; null if that is not known yet
     * @param delivered how much was delivered to one of them, which only ever rises
     */
    public Attendance(Function<C, @Nullable String> dialect, ToLongFunction<C> delivered) {
        this.dialect = dialect;
        this.delivered = delivered;
    }

    /** Who is connected; to be looked at only, and changing meanwhile. */
    public Set<C> present() {
        return Collections.unmodifiableSet(present);
    }

    /** Somebody has come. */
    public void enter(C connection) {
        present.add(connection);
    }

    /** Somebody has gone; false if that is known already. */
    public synchronized boolean leave(C connection) {
        boolean was = present.remove(connection);
        if (was) {
            gone += delivered.applyAsLong(connection);
        }
        return was;
    }

    /** How many speak which dialect, by its name. */
    public Map<String, Integer> dialects() {
        Map<String, Integer> dialects = new TreeMap<>();
        for (C connection : present) {
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
        for (C connection : present) {
            sum += delivered.applyAsLong(connection);
        }
        return sum;
    }
}
