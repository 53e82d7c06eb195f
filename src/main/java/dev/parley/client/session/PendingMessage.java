package dev.parley.client.session;

/**
 * A message until it is acknowledged.
 *
 * @param reference the idempotency key
 * @param room the room; empty for a direct message
 * @param text the text
 * @param action whether the text describes an action
 * @param to the nickname of the recipient of a direct message; empty for a room
 */
public record PendingMessage(String reference, String room, String text, boolean action, String to) {

    /** Stands for a room in direct messages, which have a queue of their own. */
    static final String DIRECT = "";

    /** Creates a message to a room. */
    public PendingMessage(String reference, String room, String text, boolean action) {
        this(reference, room, text, action, "");
    }

    /** Returns a direct message. */
    static PendingMessage direct(String reference, String to, String text) {
        return new PendingMessage(reference, DIRECT, text, false, to);
    }
}
