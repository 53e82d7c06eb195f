package dev.parley.chat.session;

import dev.parley.chat.room.ServerLimits;
import java.util.HashMap;
import java.util.Map;

/**
 * The rate limits of users by id. A user who logs in again continues with the limits of the last login, so that a new login
 * gives no new permits. Limits of which no permit is missing are removed now and then. Thread-safe; never blocks.
 */
final class UserRateLimits {

    private static final int LEAST_KEPT = 1_000;

    private final ServerLimits rules;
    private final Map<String, RateLimits> byUser = new HashMap<>(); // guarded by this
    private int sweptAbove = LEAST_KEPT; // guarded by this

    UserRateLimits(ServerLimits rules) {
        this.rules = rules;
    }

    /** Returns the limits of a user. */
    synchronized RateLimits of(String userId) {
        RateLimits known = byUser.get(userId);
        if (known != null) {
            return known;
        }
        if (byUser.size() >= sweptAbove) {
            byUser.values().removeIf(RateLimits::areFull);
            sweptAbove = Math.max(LEAST_KEPT, 2 * byUser.size());
        }
        RateLimits added = RateLimits.create(rules);
        byUser.put(userId, added);
        return added;
    }
}
