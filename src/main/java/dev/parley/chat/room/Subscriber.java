package dev.parley.chat.room;

import dev.parley.text.RoomName;

/**
 * Port: a connection as the core sees it. Every method returns at once, throws nothing, and may be called on any
 * thread, also after the connection has ended, when it does nothing. Room events are not passed to it; it polls them
 * from its cursors when it can write.
 */
public interface Subscriber {

    /** There may be deliveries to {@link Cursor#poll poll}. One poll may answer several calls. */
    void wake(Cursor cursor);

    /**
     * Returns the waker for a cursor, called once per cursor. Subscribers may share a waker, which is then called once
     * for all of them.
     */
    default Waker waker(Cursor cursor) {
        return room -> wake(cursor);
    }

    /** A direct message to this user, or the copy of one that this user sent. */
    void onDirectMessage(DirectMessage message);

    /**
     * Runs a task when the connection accepts more direct messages: at once if it does, never if it closes before. At
     * most one task waits at a time.
     */
    default void whenWritable(Runnable task) {
        task.run();
    }

    /** The operator has removed a room of this session, which is not in the room any more. */
    default void onRoomRemoved(RoomName room) {}

    /** Shows a sentence of the server to this user. */
    default void onNotice(String sentence) {}

    /**
     * This user has become an operator, or is none any more; or is absent, or present again; or the bans and mutes have changed,
     * which operators receive.
     */
    default void onOwnStateChanged() {}

    /** Sends the reason and closes the connection. Deliveries that were woken for before may be written first. */
    void disconnect(DisconnectReason reason);
}
