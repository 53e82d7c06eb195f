package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.ServerPassword;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits attempts to guess the server password. After a wrong password from an address, all further attempts from that
 * address are checked one per second, right or wrong, over however many connections they arrive. Thread-safe; never
 * blocks.
 */
public final class LoginThrottle {

    /** The delay of the answer to a wrong password. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /** The longest delay; an attempt that would have to wait longer is refused. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** The time after the last attempt at which an address is forgotten. */
    private static final Duration FORGIVEN = Duration.ofSeconds(10);

    /** The number of addresses that are tracked one by one; all others share one entry. */
    private static final int MOST = 10_000;

    private static final String OTHERS = "others";

    private final ServerPassword password;
    private final LongSupplier nanoTime;
    private final Map<String, Long> nextTurn = new HashMap<>(); // guarded by itself; by client prefix

    /**
     * Creates a throttle.
     *
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public LoginThrottle(ServerPassword password, LongSupplier nanoTime) {
        this.password = password;
        this.nanoTime = nanoTime;
    }

    /** Returns the password. */
    public ServerPassword serverPassword() {
        return password;
    }

    /**
     * Reserves the next attempt of an address.
     *
     * @return the time to wait before {@link #verify} is called; empty if too many attempts wait already
     */
    public Optional<Duration> nextAttemptDelay(String address) {
        if (!password.isRequired()) {
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

    /** Checks a password; to be called after the delay. */
    public boolean verify(String said, String address) {
        if (password.matches(said)) {
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
