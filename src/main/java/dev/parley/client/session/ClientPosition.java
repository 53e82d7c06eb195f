package dev.parley.client.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a room's history.
 *
 * @param epoch the id of the history
 * @param seq the sequence number of a message, from 1; 0 is before the first
 */
public record ClientPosition(String epoch, long seq) {

    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9._-]{1,64}):([0-9]{1,18})");

    /** Parses {@code EPOCH:SEQ}; empty if the text is none. */
    public static Optional<ClientPosition> parse(String written) {
        Matcher parts = WRITTEN.matcher(written);
        return parts.matches()
                ? Optional.of(new ClientPosition(parts.group(1), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return epoch + ":" + seq;
    }
}
