package dev.parley.chat.room;

/**
 * A room as it stands in the list of rooms.
 *
 * @param topic empty if there is none
 * @param people how many are in it
 */
public record RoomSummary(RoomName name, String topic, int people) {}
