package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Limits attempts to guess a secret. After a wrong one from an address, all further attempts from that address are checked
 * one per second, right or wrong, over however many connections they arrive. Thread-safe; never blocks.
 */
final class AttemptThrottle {

    /** The delay of the answer to a wrong secret. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** The longest delay; an attempt that would have to wait longer is refused. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** The time after the last attempt at which an address is forgotten. */
    private static final Duration FORGIVEN = Duration.ofSeconds(10);

    /** The number of addresses that are tracked one by one; all others share one entry. */
    private static final int MOST = 10_000;

    private static final String OTHERS = "others";

    private final Scheduler scheduler;
    private final LongSupplier nanoTime;
    private final Map<String, Long> nextTurn = new HashMap<>(); // guarded by itself; by client prefix

    /**
     * Creates a throttle.
     *
     * @param scheduler runs the delays
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    AttemptThrottle(Scheduler scheduler, LongSupplier nanoTime) {
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
    }

    /**
     * Checks a secret when it is the address's turn, which is at once if there was no wrong one before.
     *
     * @param verification returns the refusal of a wrong secret
     * @return empty if the secret is right; otherwise, after a delay, the refusal, or {@code slow-down} if too many attempts
     *     wait already. May complete on the scheduler's thread
     */
    CompletionStage<Optional<Refusal>> check(
            String address, Supplier<CompletionStage<Optional<Refusal>>> verification) {
        Optional<Duration> wait = reserveAttempt(address);
        if (wait.isEmpty()) {
            return scheduler.completeAfter(PAUSE, Optional.of(Refusal.slowDown(PAUSE)));
        }
        return wait.get().isZero()
                ? verify(verification, address)
                : scheduler.completeAfter(wait.get(), address).thenCompose(due -> verify(verification, due));
    }

    /** Reserves the next attempt of an address; returns the time until then, or empty if too many attempts wait. */
    private Optional<Duration> reserveAttempt(String address) {
        long now = nanoTime.getAsLong();
        synchronized (nextTurn) {
            String from = key(address, now);
            Long next = nextTurn.get(from);
            if (next == null) {
                return Optional.of(Duration.ZERO);
            }
            long wait = Math.max(0, next - now);
            if (wait > LONGEST.toNanos()) {
                return Optional.empty();
            }
            nextTurn.put(from, now + wait + PAUSE.toNanos());
            return Optional.of(Duration.ofNanos(wait));
        }
    }

    private CompletionStage<Optional<Refusal>> verify(
            Supplier<CompletionStage<Optional<Refusal>>> verification, String address) {
        return verification.get().thenCompose(refusal -> {
            if (refusal.isEmpty()) {
                return CompletableFuture.completedFuture(refusal);
            }
            long now = nanoTime.getAsLong();
            long next = now + PAUSE.toNanos();
            synchronized (nextTurn) {
                nextTurn.merge(key(address, now), next, (before, after) -> before - after > 0 ? before : after);
            }
            return scheduler.completeAfter(PAUSE, refusal);
        });
    }

    private String key(String address, long now) {
        String household = IpAddresses.clientPrefix(address);
        Long known = nextTurn.get(household);
        if (known != null && isForgiven(known, now)) {
            nextTurn.remove(household);
        }
        if (nextTurn.size() >= MOST && !nextTurn.containsKey(household)) {
            nextTurn.values().removeIf(next -> isForgiven(next, now));
            return nextTurn.size() >= MOST ? OTHERS : household;
        }
        return household;
    }

    private static boolean isForgiven(long next, long now) {
        return now - next > FORGIVEN.toNanos();
    }
}
