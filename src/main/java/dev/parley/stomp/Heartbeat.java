package dev.parley.stomp;

/**
 * An end of line between two frames: a heart-beat, or the line breaks a client may put behind a frame, which nobody can
 * tell apart and nobody needs to (STOMP 1.2, "Heart-beating" and "Augmented BNF").
 */
public enum Heartbeat implements StompInput {
    /** The one kind there is. */
    EOL;

    /** The byte that sends a heart-beat: a line feed. */
    public static final byte BYTE = '\n';
}
