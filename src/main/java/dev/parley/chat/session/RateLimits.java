package dev.parley.chat.session;

import dev.parley.chat.room.ServerLimits;

/**
 * How much one person may still do, which whoever takes its place inherits.
 *
 * @param messages how much it may still say
 * @param moves how often it may still do what makes work for others and is no message
 */
record RateLimits(TokenBucket messages, TokenBucket moves) {

    /** Full ones. Whoever comes back to all its rooms at once moves no more than it may. */
    static RateLimits create(ServerLimits rules) {
        return new RateLimits(
                new TokenBucket(rules.rate(), rules.burst(), System::nanoTime),
                new TokenBucket(rules.rate(), rules.burst() + 2 * rules.roomsPerPerson(), System::nanoTime));
    }
}
