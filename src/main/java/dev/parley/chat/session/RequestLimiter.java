package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.AdmissionLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Limits the HTTP requests per second of an address, and those that occupy a thread, per address and in all. A response that
 * its client does not read occupies a thread, so that a client with enough of them could occupy all. An IPv6 network of 64
 * bits counts as one address. Thread-safe.
 */
public final class RequestLimiter {

    /** The limits of this many seconds may be used at once: a first visit loads more than 80 files. */
    private static final int BURST_SECONDS = 4;

    /** The refusals of an address in progress. Its further requests are not answered. */
    private static final int MOST_REFUSALS = 10;

    /** The requests of an address that are admitted while there are many in all: a browser has 6 connections. */
    private static final int LEAST_PER_ADDRESS = 6;

    /** How long a request keeps its turn while others of its address wait. */
    private static final Duration TURN = Duration.ofMillis(50);

    private final AdmissionLimits.PerAddress perSecond;
    private final int turns;
    private final TokenBuckets buckets;
    private final int mostPerAddress;
    private final int many;
    private final int mostInAll;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final ConcurrentMap<String, OfAddress> inProgressByAddress = new ConcurrentHashMap<>();

    private record OfAddress(int inProgress, RequestTurns turns) {
        OfAddress plus(int requests) {
            return new OfAddress(inProgress + requests, turns);
        }
    }

    /**
     * Creates a limiter.
     *
     * @param perSecond the requests per second of an address
     * @param threads the number of threads; one address may occupy half of them
     * @param turns how many requests of one address run at once, see {@link #awaitTurn}
     * @param nanos the clock, as {@link System#nanoTime}
     */
    public RequestLimiter(AdmissionLimits.PerAddress perSecond, int threads, int turns, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.turns = turns;
        this.buckets = new TokenBuckets(perSecond.most(), perSecond.most() * BURST_SECONDS, nanos);
        this.mostPerAddress = Math.max(1, threads / 2);
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
        int here = count(address);
        int all = inProgress.incrementAndGet();
        int most = all <= many ? mostPerAddress : Math.min(LEAST_PER_ADDRESS, mostPerAddress);
        if (here <= most && all <= mostInAll) {
            return tryAcquire(address) ? Decision.ADMITTED : Decision.TOO_FAST;
        }
        return here <= mostPerAddress + MOST_REFUSALS && all <= mostInAll
                ? Decision.TOO_MANY
                : Decision.TOO_MANY_REFUSED;
    }

    /**
     * Counts a request that was handled asynchronously and occupies a thread again. {@link #end} must follow.
     *
     * @return whether the request may wait for a turn; false if enough threads wait or run for the address
     */
    public boolean resume(String address) {
        inProgress.incrementAndGet();
        return count(address) <= mostPerAddress;
    }

    private int count(String address) {
        return inProgressByAddress
                .compute(
                        IpAddresses.clientPrefix(address),
                        (key, other) -> other == null ? new OfAddress(1, new RequestTurns(turns, TURN)) : other.plus(1))
                .inProgress();
    }

    /** Counts a request for the rate only. Returns whether the rate admits it. */
    public boolean tryAcquire(String address) {
        return !perSecond.appliesTo(address)
                || buckets.acquire(IpAddresses.clientPrefix(address)).isZero();
    }

    /**
     * Waits until few other requests of the address run, so that a burst of them leaves time on the processors for others. A
     * request that runs for more than 50 ms gives its turn to the next one and continues.
     *
     * @param address the address of a request that was counted and has not ended
     * @return ends the turn
     * @throws InterruptedException if the thread is interrupted before the request has its turn
     */
    public Runnable awaitTurn(String address) throws InterruptedException {
        RequestTurns ofAddress = Objects.requireNonNull(inProgressByAddress.get(IpAddresses.clientPrefix(address)))
                .turns();
        RequestTurns.Turn turn = ofAddress.await();
        return () -> ofAddress.end(turn);
    }

    /** Ends a request that was counted. */
    public void end(String address) {
        inProgress.decrementAndGet();
        inProgressByAddress.computeIfPresent(
                IpAddresses.clientPrefix(address), (key, other) -> other.inProgress() == 1 ? null : other.plus(-1));
    }

    /** Returns the number of requests in progress. */
    public int inProgress() {
        return inProgress.get();
    }
}
