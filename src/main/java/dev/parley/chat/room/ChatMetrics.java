package dev.parley.chat.room;

/**
 * Port: records measurements of the chat. Thread-safe; methods return at once, never block and never throw. Codes and
 * reasons come from the closed catalogues of {@link Refusal} and {@link DisconnectReason}, never from user input, so an
 * implementation may keep one counter for each. The default methods record nothing.
 */
public interface ChatMetrics {

    /** Records nothing. */
    ChatMetrics NONE = new ChatMetrics() {};

    /** Records that the server acknowledged a message, {@code nanos} nanoseconds after the room accepted it. */
    default void messageAcknowledged(long nanos) {}

    /** Records a transaction that stored {@code messages} messages in {@code nanos} nanoseconds, disk flush included. */
    default void committed(int messages, long nanos) {}

    /** Records a request that the server refused with this code. */
    default void refused(String code) {}

    /** Records a connection that the server or its user ended for this reason. */
    default void disconnected(String reason) {}

    /** Records a connection that the server closed right after accepting it. */
    default void connectionRefused(String reason) {}

    /**
     * Records a user that joined a room at a position of its own.
     *
     * @param recovered whether the room delivers every message after that position
     */
    default void resumed(boolean recovered) {}

    /** Records one read of a page of messages from the history. */
    default void historyPageRead() {}

    /** Records an entry that the address of a hook has accepted. */
    default void hookDelivered() {}

    /** Records an attempt to deliver an entry to the address of a hook that failed. */
    default void hookFailed() {}
}
