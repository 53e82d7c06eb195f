package dev.parley.room;

/** Who keeps the rooms. Called on a room's lane; must not block. */
interface Keeper {

    /** A room's topic or number of people has changed. */
    void changed();

    /** Messages were stored. */
    void stored();

    /** Messages could not be stored. Says what their senders are to be told. */
    Refusal notStored(StorageException broken);

    /** A room has neither people nor messages any more. */
    void emptied(Room room);
}
