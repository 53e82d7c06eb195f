package dev.parley.chat.room;

/**
 * Port: is called once when a room has new deliveries, for all readers that share it. Like a {@link Subscriber} it
 * returns at once, throws nothing, and may be called on any thread, also for rooms without readers. Compared by
 * identity.
 */
public interface Waker {

    /** There may be deliveries to {@link Cursor#poll poll} for all readers of this room. */
    void wake(Room room);
}
