package dev.parley.chat.room;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The idempotency key that a client chooses for a message: the same user who sends the same reference to the same room
 * within 24 hours publishes once and gets the same receipt.
 *
 * @param id 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 */
public record Reference(String id) {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Checks the form. */
    public Reference {
        if (!ALLOWED.matcher(id).matches()) {
            throw new IllegalArgumentException("not a reference: " + id);
        }
    }

    /** Parses a reference; empty if the text is none. */
    public static Optional<Reference> parse(String written) {
        return ALLOWED.matcher(written).matches() ? Optional.of(new Reference(written)) : Optional.empty();
    }

    @Override
    public String toString() {
        return id;
    }
}
