package dev.parley.chat.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the long requests that run at once, in all and for each client, so that no client has those of all others refused.
 * Thread-safe; nothing blocks.
 */
public final class ConcurrencyLimit {

    private final int most;
    private final int mostPerClient;
    private final AtomicInteger running = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byClient = new ConcurrentHashMap<>();

    /** Creates a limit for the requests of all clients, and for those of each. */
    public ConcurrencyLimit(int most, int mostPerClient) {
        this.most = most;
        this.mostPerClient = mostPerClient;
    }

    /** The result of an attempt to start. */
    public enum Attempt {
        /** The request counts until its {@link ConcurrencyLimit#end}. */
        STARTED,
        /** The client has the most requests. */
        CLIENT_FULL,
        /** All clients together have the most requests. */
        FULL
    }

    /** Counts a request, unless there are too many. */
    public Attempt tryStart(String client) {
        if (byClient.merge(client, 1, Integer::sum) > mostPerClient) {
            release(client); // before it counts among all, so that repeated attempts take no place of others
            return Attempt.CLIENT_FULL;
        }
        if (running.incrementAndGet() > most) {
            end(client);
            return Attempt.FULL;
        }
        return Attempt.STARTED;
    }

    /** Ends the count of a request that was started. */
    public void end(String client) {
        running.decrementAndGet();
        release(client);
    }

    private void release(String client) {
        byClient.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    }
}
