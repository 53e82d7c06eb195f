package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.AdmissionLimits;
import java.util.function.LongSupplier;

/**
 * Limits the new connections of an address per second, over all ports together, because a connection that the client closes
 * at once, or a TLS handshake, costs the server more than the client. An IPv6 network of 64 bits counts as one address.
 * Thread-safe; never blocks.
 */
public final class ConnectionRateLimiter {

    /** The limits of this many seconds may be used at once, for example by many users who reconnect. */
    private static final int BURST_SECONDS = 4;

    private final AdmissionLimits.PerAddress perSecond;
    private final TokenBuckets buckets;

    /**
     * Creates a limiter.
     *
     * @param nanos the clock, as {@link System#nanoTime}
     */
    public ConnectionRateLimiter(AdmissionLimits.PerAddress perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.buckets = new TokenBuckets(perSecond.most(), perSecond.most() * BURST_SECONDS, nanos);
    }

    /** Returns a limiter without a limit. */
    public static ConnectionRateLimiter unlimited() {
        return new ConnectionRateLimiter(AdmissionLimits.PerAddress.NONE, System::nanoTime);
    }

    /** Counts a new connection of an address; returns false if there are too many. */
    public boolean tryAcquire(String address) {
        return !perSecond.appliesTo(address)
                || buckets.acquire(IpAddresses.clientPrefix(address)).isZero();
    }
}
