package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.AdmissionLimits;
import java.util.function.LongSupplier;

/**
 * Limits new TLS connections per second of an address, over all ports together, because a handshake costs the server far
 * more than the client. An IPv6 network of 64 bits counts as one address. Thread-safe; never blocks.
 */
public final class TlsHandshakeLimiter {

    /** The limits of this many seconds may be used at once, for example by many users who reconnect. */
    private static final int BURST_SECONDS = 4;

    private final AdmissionLimits.PerAddress perSecond;
    private final TokenBuckets buckets;

    /**
     * Creates a limiter.
     *
     * @param nanos the clock, as {@link System#nanoTime}
     */
    public TlsHandshakeLimiter(AdmissionLimits.PerAddress perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.buckets = new TokenBuckets(perSecond.most(), perSecond.most() * BURST_SECONDS, nanos);
    }

    /** Returns a limiter without a limit. */
    public static TlsHandshakeLimiter unlimited() {
        return new TlsHandshakeLimiter(AdmissionLimits.PerAddress.NONE, System::nanoTime);
    }

    /** Counts a new TLS connection of an address; returns false if there are too many. */
    public boolean tryAcquire(String address) {
        return !perSecond.appliesTo(address)
                || buckets.acquire(IpAddresses.clientPrefix(address)).isZero();
    }
}
