package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts connections, over all doors together and by remote address, and says when it is enough. Of IPv6 a network of 64
 * bits counts as one address, see {@link IpAddresses#clientPrefix}. Never blocks.
 */
public final class ConnectionLimiter {

    private static final int HEADROOM = 64;

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    /** Limits of 0 mean no limit. */
    public ConnectionLimiter(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /**
     * One with the same limits for sockets on which people are not connected yet, or only fetch the page: half as many
     * more, and at least 64.
     */
    public ConnectionLimiter forSockets() {
        return new ConnectionLimiter(withRoom(most), withRoom(mostPerAddress));
    }

    private static int withRoom(int limit) {
        return limit == 0 ? 0 : limit + Math.max(limit / 2, HEADROOM);
    }

    /** Why a connection is turned away, or that it is not. */
    public enum Decision {
        /** Counted: {@link ConnectionLimiter#release} must follow when the connection ends. */
        ENTERED,
        /** The server has as many connections as it may. */
        FULL,
        /** This address has as many connections as one address may. */
        FULL_FOR_ADDRESS
    }

    /**
     * Lets a connection in, or not.
     *
     * @param address the remote address without port
     * @param exempt whether the limit per address does not hold for it, as for loopback
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

    /** A connection that was let in has ended. */
    public void release(String address) {
        open.decrementAndGet();
        byAddress.computeIfPresent(IpAddresses.clientPrefix(address), (key, count) -> count == 1 ? null : count - 1);
    }

    /** How many connections are open. */
    public int open() {
        return open.get();
    }
}
