package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the number of connections, over all transports together and per remote address. An IPv6 network of 64 bits
 * counts as one address, see {@link IpAddresses#clientPrefix}. Thread-safe; never blocks.
 */
public final class ConnectionLimiter {

    private static final int HEADROOM = 64;

    private final int most;
    private final int mostPerAddress;
    private final ConnectionRateLimiter rate;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    /** Creates a limiter without a limit of the connections per second; 0 means no limit. */
    public ConnectionLimiter(int most, int mostPerAddress) {
        this(most, mostPerAddress, ConnectionRateLimiter.unlimited());
    }

    /**
     * Creates a limiter; 0 means no limit.
     *
     * @param rate limits the new connections per second
     */
    public ConnectionLimiter(int most, int mostPerAddress, ConnectionRateLimiter rate) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.rate = rate;
    }

    /**
     * Returns a limiter for sockets without a session, for example those that fetch the page: 1.5 times the limits, and
     * at least 64.
     */
    public ConnectionLimiter forSockets() {
        return new ConnectionLimiter(withRoom(most), withRoom(mostPerAddress), rate);
    }

    private static int withRoom(int limit) {
        return limit == 0 ? 0 : limit + Math.max(limit / 2, HEADROOM);
    }

    /** The result of an attempt to open a connection. */
    public enum Decision {
        /** The connection is counted; {@link ConnectionLimiter#release} must follow when it ends. */
        ENTERED,
        /** The limit over all connections is reached. */
        FULL,
        /** The limit of this address is reached. */
        FULL_FOR_ADDRESS
    }

    /**
     * Counts a connection if the limits allow it.
     *
     * @param address the remote address without port
     * @param exempt whether the limit per address does not apply, as for loopback
     */
    public Decision tryAcquire(String address, boolean exempt) {
        if (open.incrementAndGet() > most && most > 0) {
            open.decrementAndGet();
            return Decision.FULL;
        }
        int here = byAddress.merge(IpAddresses.clientPrefix(address), 1, Integer::sum);
        if (here > mostPerAddress && mostPerAddress > 0 && !exempt) {
            release(address);
            return Decision.FULL_FOR_ADDRESS;
        }
        return Decision.ENTERED;
    }

    /** Counts a new connection against the limit per second; returns false if there are too many. */
    public boolean tryAcquireRate(String address) {
        return rate.tryAcquire(address);
    }

    /** Ends a connection that was counted. */
    public void release(String address) {
        open.decrementAndGet();
        byAddress.computeIfPresent(IpAddresses.clientPrefix(address), (key, count) -> count == 1 ? null : count - 1);
    }

    /** Returns the number of open connections. */
    public int open() {
        return open.get();
    }
}
