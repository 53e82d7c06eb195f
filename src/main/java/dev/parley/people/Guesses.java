package dev.parley.people;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is said to be the password, by where it is said. From where a wrong one has come, all further ones are looked at in
 * turn, one a second, right or wrong and however many connections they come by: a wrong answer that is only late could be
 * given up on. Never blocks; safe from any thread.
 */
public final class Guesses {

    /** So late whoever is wrong is told so. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /** Whoever would have to wait for longer is to come back later. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** So long after the last turn an address is forgotten. */
    private static final Duration FORGIVEN = Duration.ofSeconds(10);

    /** So many addresses are remembered by themselves; any more wait together. */
    private static final int MOST = 10_000;

    private static final String OTHERS = "others";

    private final Password password;
    private final LongSupplier nanoTime;
    private final Map<String, Long> nextTurn = new HashMap<>(); // guarded by itself; by household

    /**
     * At this password.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public Guesses(Password password, LongSupplier nanoTime) {
        this.password = password;
        this.nanoTime = nanoTime;
    }

    /** What they are about. */
    public Password password() {
        return password;
    }

    /**
     * Takes a turn for what was said from an address.
     *
     * @return how long to wait before {@link #isRight} is asked; empty if too many wait already
     */
    public Optional<Duration> turn(String address) {
        if (!password.isNeeded()) {
            return Optional.of(Duration.ZERO);
        }
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

    /** Whether this is the password; to be asked when it is its turn. */
    public boolean isRight(String said, String address) {
        if (password.admits(said)) {
            return true;
        }
        long now = nanoTime.getAsLong();
        long next = now + PAUSE.toNanos();
        synchronized (nextTurn) {
            nextTurn.merge(key(address, now), next, (before, after) -> before - after > 0 ? before : after);
        }
        return false;
    }

    private String key(String address, long now) {
        String household = Address.household(address);
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
