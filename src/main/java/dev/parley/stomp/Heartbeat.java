package dev.parley.stomp;

/**
 * A line end between two frames: a heart-beat, or a line end after a frame, which are indistinguishable (STOMP 1.2,
 * "Heart-beating" and "Augmented BNF").
 */
public enum Heartbeat implements StompInput {
    EOL;

    /** The byte of a heart-beat, a line feed. */
    public static final byte BYTE = '\n';
}
