package dev.parley.room;

import dev.parley.people.Person;

/** Port: hears of what happens in the whole house. Called from any thread; must not block and must not throw. */
public interface Watcher {

    /** Somebody was let in. Coming back within the grace is not told. */
    default void arrived(Person person) {}

    /** Somebody is gone for good; the reason is a word or two, or empty. */
    default void departed(Person person, String reason) {}

    /** Somebody goes by another name now. */
    default void renamed(Person person, String from) {}

    /** There is a room that was not there before. */
    default void opened(Room room) {}

    /** A room has come, gone, or changed its topic or its number of people. */
    default void roomsChanged() {}

    /** Messages can no longer be stored, or for another reason, or can be again: {@link Rooms#storage} knows. */
    default void storageChanged() {}
}
