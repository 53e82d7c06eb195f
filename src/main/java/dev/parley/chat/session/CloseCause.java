package dev.parley.chat.session;

/** The way in which the client's side of a connection ended. */
public enum CloseCause {
    /** The client logged out: its nickname is free at once. */
    QUIT(""),
    /** The client closed the connection without logging out, for example when a tab is closed or reloaded. */
    CLOSED(""),
    /** The connection broke. */
    LOST("connection lost");

    private final String reason;

    CloseCause(String reason) {
        this.reason = reason;
    }

    /** Returns the reason that other users see; may be empty. */
    String reason() {
        return reason;
    }
}
