package dev.parley.chat.room;

/** Receives the events of a room for the registry. Called on the room's executor; must not block. */
interface RoomOwner {

    /** The topic or the number of users changed. */
    void onMembersChanged();

    /** Messages were stored. */
    void onStored();

    /** Messages could not be stored; returns the refusal for their senders. */
    Refusal onStorageFailure(StorageException broken);

    /** The room has no users and no messages. */
    void onEmpty(Room room);
}
