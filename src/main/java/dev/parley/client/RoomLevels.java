package dev.parley.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The level of each room, which decides what its messages do, and the end of a mute, after which the room has its level again.
 * {@code notificationLevels.js} does the same on the page; both are tested with one table. Confined to the event loop.
 */
final class RoomLevels {

    private static final int MOST = 200;
    private static final Duration HOUR = Duration.ofHours(1);

    /** The time at which a room that was muted until tomorrow has its level again. */
    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private static final State USUAL = new State(Level.DEFAULT, null);

    private final Clock clock;
    private final Map<String, State> states = new LinkedHashMap<>();

    /** Which messages of a room count as unread, and which alert the user. */
    enum Level {
        /** All messages count, mentions alert. */
        DEFAULT,
        /** All messages count and alert. */
        ALL,
        /** Mentions count and alert. */
        MENTIONS,
        /** No message counts or alerts. */
        NOTHING;

        private Effect effectOf(boolean mention) {
            return switch (this) {
                case DEFAULT -> mention ? Effect.ALERT : Effect.COUNT;
                case ALL -> Effect.ALERT;
                case MENTIONS -> mention ? Effect.ALERT : Effect.NONE;
                case NOTHING -> Effect.NONE;
            };
        }
    }

    /** The effect of a message. */
    enum Effect {
        /** It counts, and alerts the user. */
        ALERT,
        /** It counts as unread. */
        COUNT,
        /** Nothing. */
        NONE
    }

    /**
     * The level of a room.
     *
     * @param until the end of the mute; null if the room is not muted
     */
    record State(Level level, @Nullable Instant until) {

        /** Returns whether no message counts or alerts. */
        boolean isQuiet() {
            return until != null || level == Level.NOTHING;
        }
    }

    /** @param clock gives the time of mutes, and their time zone */
    RoomLevels(Clock clock) {
        this.clock = clock;
    }

    /** Returns the level of a room, and the end of a mute that has not ended. */
    State of(String room) {
        State state = states.getOrDefault(room, USUAL);
        Instant until = state.until();
        return until == null || until.isAfter(clock.instant()) ? state : new State(state.level(), null);
    }

    /** Returns whether {@link #set} knows a word. */
    static boolean isLevel(String word) {
        return levelOf(word).isPresent() || word.equalsIgnoreCase("1h") || word.equalsIgnoreCase("tomorrow");
    }

    /**
     * Sets the level of a room, or mutes it. Keeps the latest 200 rooms.
     *
     * @param word a level, {@code off} for the usual one, {@code 1h} or {@code tomorrow}, in any case
     */
    void set(String room, String word) {
        State next = levelOf(word)
                .map(level -> new State(level, null))
                .orElseGet(() -> new State(of(room).level(), endOfMute(word)));
        states.remove(room);
        if (!next.equals(USUAL)) {
            states.put(room, next);
        }
        if (states.size() > MOST) {
            states.remove(states.keySet().iterator().next());
        }
    }

    /** Returns what a message of another user in a room does. */
    Effect effectOf(String room, boolean mention) {
        State state = of(room);
        return state.until() == null ? state.level().effectOf(mention) : Effect.NONE;
    }

    /** Returns the time at which a mute ends, in the time zone of the client. */
    ZonedDateTime local(Instant until) {
        return until.atZone(clock.getZone());
    }

    private Instant endOfMute(String word) {
        return word.equalsIgnoreCase("1h")
                ? clock.instant().plus(HOUR)
                : ZonedDateTime.now(clock)
                        .toLocalDate()
                        .plusDays(1)
                        .atTime(MORNING)
                        .atZone(clock.getZone())
                        .toInstant();
    }

    private static Optional<Level> levelOf(String word) {
        String name = word.equalsIgnoreCase("off") ? Level.DEFAULT.name() : word.toUpperCase(Locale.ROOT);
        for (Level level : Level.values()) {
            if (level.name().equals(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
