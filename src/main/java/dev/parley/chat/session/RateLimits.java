package dev.parley.chat.session;

import dev.parley.chat.room.ServerLimits;

/**
 * The rate limits of one user, over all of the user's connections.
 *
 * @param messages the limit for messages
 * @param moves the limit for requests that cause work and are no messages
 */
record RateLimits(TokenBucket messages, TokenBucket moves) {

    /** Creates full buckets. A user that resumes all of its rooms at once stays within the limit. */
    static RateLimits create(ServerLimits rules) {
        return new RateLimits(
                new TokenBucket(rules.rate(), rules.burst(), System::nanoTime),
                new TokenBucket(rules.rate(), rules.burst() + 2 * rules.roomsPerPerson(), System::nanoTime));
    }
}
