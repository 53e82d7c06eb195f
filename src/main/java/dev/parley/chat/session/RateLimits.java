package dev.parley.chat.session;

import dev.parley.chat.room.ServerLimits;

/**
 * The rate limits of one user, over all of the user's connections.
 *
 * @param messages the limit for messages
 * @param moves the limit for requests that cause work and are no messages
 * @param requests the limit for all requests that are answered, refused ones included
 * @param logins the limit for logins with a resume token
 */
record RateLimits(TokenBucket messages, TokenBucket moves, TokenBucket requests, TokenBucket logins) {

    private static final int LOGINS_PER_SECOND = 1;

    /** A user logs in from each device after an outage, and from a page that is reloaded several times. */
    private static final int LOGINS_AT_ONCE = 30;

    /** How many requests are allowed for each message. */
    private static final int REQUESTS_PER_MESSAGE = 10;

    /** The subscriptions of a session to other destinations than rooms, and as many requests again. */
    private static final int OTHER_REQUESTS = 10;

    /** Returns whether no permit is missing. */
    boolean areFull() {
        return messages.isFull() && moves.isFull() && requests.isFull() && logins.isFull();
    }

    /** Creates full buckets. A user that resumes all rooms of all sessions at once stays within the limit of requests. */
    static RateLimits create(ServerLimits rules) {
        return new RateLimits(
                new TokenBucket(rules.rate(), rules.burst(), System::nanoTime),
                new TokenBucket(rules.rate(), rules.burst() + 2 * rules.roomsPerPerson(), System::nanoTime),
                new TokenBucket(
                        (double) REQUESTS_PER_MESSAGE * rules.rate(),
                        rules.burst() + rules.sessionsPerUser() * (2 * rules.roomsPerPerson() + OTHER_REQUESTS),
                        System::nanoTime),
                new TokenBucket(rules.rate() > 0 ? LOGINS_PER_SECOND : 0, LOGINS_AT_ONCE, System::nanoTime));
    }
}
