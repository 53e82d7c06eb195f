package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.AdmissionLimits;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Limits the HTTP requests per second of an address, and those that occupy a thread, per address and in all. A response that
 * its client does not read occupies a thread, so that a client with enough of them could occupy all. An IPv6 network of 64
 * bits counts as one address. Thread-safe; never blocks.
 */
public final class RequestLimiter {

    /** The limits of this many seconds may be used at once: a first visit loads more than 80 files. */
    private static final int BURST_SECONDS = 4;

    /** The refusals of an address in progress. Its further requests are not answered. */
    private static final int MOST_REFUSALS = 10;

    /** The requests of an address that are admitted while there are many in all: a browser has 6 connections. */
    private static final int LEAST_PER_ADDRESS = 6;

    private final AdmissionLimits.PerAddress perSecond;
    private final TokenBuckets buckets;
    private final int mostPerAddress;
    private final int many;
    private final int mostInAll;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final ConcurrentMap<String, Integer> inProgressByAddress = new ConcurrentHashMap<>();

    /**
     * Creates a limiter.
     *
     * @param perSecond the requests per second of an address
     * @param threads the number of threads; one address may occupy 30 % of them
     * @param nanos the clock, as {@link System#nanoTime}
     */
    public RequestLimiter(AdmissionLimits.PerAddress perSecond, int threads, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.buckets = new TokenBuckets(perSecond.most(), perSecond.most() * BURST_SECONDS, nanos);
        this.mostPerAddress = Math.max(1, threads * 3 / 10);
        this.many = Math.max(1, threads * 3 / 4);
        this.mostInAll = Math.max(1, threads * 9 / 10);
    }

    /** The result of an attempt to start a request. */
    public enum Decision {
        /** The request may start. */
        ADMITTED,
        /** Too many requests of the address arrived within a short time. */
        TOO_FAST,
        /** Too many requests of the address, or in all, are in progress. */
        TOO_MANY,
        /** Too many of the requests in progress are refused ones: the connection is closed without an answer. */
        TOO_MANY_REFUSED
    }

    /**
     * Counts a request. {@link #end} must follow, also if the request is refused.
     *
     * @param address the address of the client, without port
     */
    public Decision start(String address) {
        String prefix = IpAddresses.clientPrefix(address);
        int here = inProgressByAddress.merge(prefix, 1, Integer::sum);
        int all = inProgress.incrementAndGet();
        int most = all <= many ? mostPerAddress : Math.min(LEAST_PER_ADDRESS, mostPerAddress);
        if (here <= most && all <= mostInAll) {
            return isTooFast(address, prefix) ? Decision.TOO_FAST : Decision.ADMITTED;
        }
        return here <= mostPerAddress + MOST_REFUSALS && all <= mostInAll
                ? Decision.TOO_MANY
                : Decision.TOO_MANY_REFUSED;
    }

    private boolean isTooFast(String address, String prefix) {
        return perSecond.appliesTo(address) && !buckets.acquire(prefix).isZero();
    }

    /** Ends a request that was counted. */
    public void end(String address) {
        inProgress.decrementAndGet();
        inProgressByAddress.computeIfPresent(
                IpAddresses.clientPrefix(address), (key, count) -> count == 1 ? null : count - 1);
    }

    /** Returns the number of requests in progress. */
    public int inProgress() {
        return inProgress.get();
    }
}
