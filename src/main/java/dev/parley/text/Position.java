package dev.parley.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a room's history, written {@code epoch:seq}.
 *
 * @param epoch the random id of the history; sequence numbers of different epochs are unrelated
 * @param seq the sequence number of a message, from 1; 0 is before the first
 */
public record Position(String epoch, long seq) {

    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9]{1,32}):(0|[1-9][0-9]{0,17})");
    private static final Pattern WITH_ANY_EPOCH = Pattern.compile("(\\S{1,64}):([0-9]{1,18})");

    /** Checks the sequence number. */
    public Position {
        if (seq < 0) {
            throw new IllegalArgumentException("a position is 0 or more, not " + seq);
        }
    }

    /** Parses a position as a server of this version writes it; empty if the text is none. */
    public static Optional<Position> parse(String written) {
        return parse(WRITTEN, written);
    }

    /**
     * Parses a position with an epoch of any form. For clients, which return the epoch to a server of perhaps another
     * version and do not interpret it.
     *
     * @return empty if the text is none
     */
    public static Optional<Position> parseWithAnyEpoch(String written) {
        return parse(WITH_ANY_EPOCH, written);
    }

    private static Optional<Position> parse(Pattern pattern, String written) {
        Matcher matcher = pattern.matcher(written);
        return matcher.matches()
                ? Optional.of(new Position(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Returns whether this position is new to a reader at another one: it is later, or of another epoch. */
    public boolean isAfter(Position other) {
        return seq > other.seq || !epoch.equals(other.epoch);
    }

    /** Returns the written form. */
    @Override
    public String toString() {
        return epoch + ':' + seq;
    }
}
