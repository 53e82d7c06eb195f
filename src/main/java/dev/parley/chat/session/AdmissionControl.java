package dev.parley.chat.session;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.room.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits new users per minute of an address, and the users who are registered, in all and by address. Users within their
 * resume window count, so that a client cannot hold more nicknames than it may have connections. Thread-safe; never
 * blocks.
 */
final class AdmissionControl {

    private static final double SECONDS_PER_MINUTE = 60;

    private final AdmissionLimits limits;
    private final TokenBuckets newUsers;
    private final Duration retryAfter;
    private final Map<String, Integer> registered = new HashMap<>(); // guarded by this; by client prefix
    private int total; // guarded by this

    /**
     * Creates a control.
     *
     * @param retryAfter the time to wait after a refusal for the number of users, such as the resume window
     * @param nanos the clock, as {@link System#nanoTime}
     */
    AdmissionControl(AdmissionLimits limits, Duration retryAfter, LongSupplier nanos) {
        int perMinute = limits.newUsersPerMinute().most();
        this.limits = limits;
        this.retryAfter = retryAfter;
        this.newUsers = new TokenBuckets(perMinute / SECONDS_PER_MINUTE, perMinute, nanos);
    }

    /** Counts an attempt to log in as a new user; returns the refusal if there were too many from the address. */
    Optional<Refusal> checkNewUser(String address) {
        Duration wait = limits.newUsersPerMinute().appliesTo(address)
                ? newUsers.acquire(IpAddresses.clientPrefix(address))
                : Duration.ZERO;
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.tooManyNewUsers(wait));
    }

    /** Counts a user who is about to be registered, unless there are too many. {@link #leave} must follow a success. */
    synchronized Optional<Refusal> enter(String address) {
        String key = IpAddresses.clientPrefix(address);
        if (limits.users() > 0 && total >= limits.users()) {
            return Optional.of(Refusal.serverFull(retryAfter));
        }
        if (limits.limitsUsersOf(address) && registered.getOrDefault(key, 0) >= limits.usersPerAddress()) {
            return Optional.of(Refusal.addressLimit(retryAfter));
        }
        total++;
        registered.merge(key, 1, Integer::sum);
        return Optional.empty();
    }

    /** Ends the count of a user. */
    synchronized void leave(String address) {
        total--;
        registered.computeIfPresent(IpAddresses.clientPrefix(address), (key, count) -> count == 1 ? null : count - 1);
    }
}
