package dev.parley.chat.session;

/** How a connection came to its end, as seen from its own side. */
public enum CloseCause {
    /** The person said so: the name is free at once. */
    QUIT(""),
    /** It was closed in good order, but nobody said goodbye: a tab that is closed or reloaded. */
    CLOSED(""),
    /** It broke. */
    LOST("connection lost");

    private final String reason;

    CloseCause(String reason) {
        this.reason = reason;
    }

    /** What the others are told; may be empty. */
    String reason() {
        return reason;
    }
}
