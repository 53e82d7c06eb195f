package dev.parley.chat.room;

/** Who keeps the rooms. Called on a room's lane; must not block. */
interface RoomOwner {

    /** A room's topic or number of people has changed. */
    void onMembersChanged();

    /** Messages were stored. */
    void onStored();

    /** Messages could not be stored. Says what their senders are to be told. */
    Refusal onStorageFailure(StorageException broken);

    /** A room has neither people nor messages any more. */
    void onEmpty(Room room);
}
