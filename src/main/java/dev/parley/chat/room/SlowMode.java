package dev.parley.chat.room;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Limits the messages of each user in one room to one in an interval. Thread-safe; never blocks. */
final class SlowMode {

    /** The number of users above which those who may send again are forgotten. */
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Map<String, Instant> last = new HashMap<>(); // guarded by this; by user

    SlowMode(Clock clock) {
        this.clock = clock;
    }

    /** Counts a message of a user; returns the refusal if the interval since the last one is not over. */
    synchronized Optional<Refusal> acquire(String userId, Duration interval) {
        Instant now = clock.instant();
        Instant before = last.get(userId);
        if (before != null && !before.isAfter(now) && now.isBefore(before.plus(interval))) {
            return Optional.of(Refusal.slowMode(interval, Duration.between(now, before.plus(interval))));
        }
        if (last.size() >= MOST) {
            last.values().removeIf(sent -> !now.isBefore(sent.plus(interval)));
        }
        last.put(userId, now);
        return Optional.empty();
    }
}
