package dev.parley.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a room: 1 to 32 of {@code a-z 0-9 - _}.
 *
 * @param text the name, in lower case
 */
public record RoomName(String text) implements Comparable<RoomName> {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9_-]{1,32}");

    /** The sentence for a user who typed an invalid name. */
    public static final String RULE = "A room's name has 1 to 32 of the characters a-z, 0-9, - and _.";

    /** The room that always exists. */
    public static final RoomName LOBBY = new RoomName("lobby");

    /** Checks the form. */
    public RoomName {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("not a room name: " + text);
        }
    }

    /** Parses a name as typed, in any case, with or without a leading {@code #}. */
    public static Optional<RoomName> parse(String typed) {
        String bare = typed.strip().toLowerCase(Locale.ROOT);
        String text = bare.startsWith("#") ? bare.substring(1) : bare;
        return ALLOWED.matcher(text).matches() ? Optional.of(new RoomName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(RoomName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
