package dev.parley.chat.room;

/**
 * Port: is told that a room has something new, once for all the readers that share it. Like a {@link Subscriber} it
 * returns at once, throws nothing, and may be told from any thread, also of rooms that none of its readers hears any more.
 * Two are the same only if they are the same object.
 */
public interface Waker {

    /** There may be something to {@link Cursor#poll take} for whoever reads in this room. */
    void wake(Room room);
}
