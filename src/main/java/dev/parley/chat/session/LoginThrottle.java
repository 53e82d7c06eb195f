package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.ServerPassword;
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
public final class LoginThrottle {

    /** So late whoever is wrong is told so. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /** Whoever would have to wait for longer is to come back later. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** So long after the last turn an address is forgotten. */
    private static final Duration FORGIVEN = Duration.ofSeconds(10);

    /** So many addresses are remembered by themselves; any more wait together. */
    private static final int MOST = 10_000;

    private static final String OTHERS = "others";

    private final ServerPassword serverPassword;
    private final LongSupplier nanoTime;
    private final Map<String, Long> nextTurn = new HashMap<>(); // guarded by itself; by household

    /**
     * At this password.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public LoginThrottle(ServerPassword serverPassword, LongSupplier nanoTime) {
        this.serverPassword = serverPassword;
        this.nanoTime = nanoTime;
    }

    /** What they are about. */
    public ServerPassword serverPassword() {
        return serverPassword;
    }

    /**
     * Takes a turn for what was said from an address.
     *
     * @return how long to wait before {@link #verify} is asked; empty if too many wait already
     */
    public Optional<Duration> nextAttemptDelay(String address) {
        if (!serverPassword.isRequired()) {
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
    public boolean verify(String said, String address) {
        if (serverPassword.matches(said)) {
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
