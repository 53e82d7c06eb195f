package dev.parley.chat.room;

/**
 * Port: a connection, as the house sees it. It is woken, never blocked: every method returns at once, throws nothing,
 * and may be called from any thread, also after the connection has ended, when it does nothing. Room traffic is never
 * handed to it; it takes it from its cursors when it can write.
 */
public interface Subscriber {

    /** There may be something to {@link Cursor#poll take}. Many calls may be answered by one taking. */
    void wake(Cursor cursor);

    /**
     * Who is told when the room of this cursor has something new; asked once for each cursor. Subscribers may share one,
     * which is then told once for all of them, however many they are.
     */
    default Waker waker(Cursor cursor) {
        return room -> wake(cursor);
    }

    /** Somebody has a word with this person alone, or this person's own such word has gone out. */
    void onDirectMessage(DirectMessage directMessage);

    /** Say this and close. What was woken for before may be written first, as far as the connection takes it at once. */
    void disconnect(DisconnectReason disconnectReason);
}
