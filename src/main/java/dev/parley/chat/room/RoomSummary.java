package dev.parley.chat.room;

import dev.parley.text.RoomName;

/**
 * An entry of the list of rooms.
 *
 * @param topic the topic; may be empty
 * @param people the number of users
 * @param isPrivate whether only its members and operators see the room
 */
public record RoomSummary(RoomName name, String topic, int people, boolean isPrivate) {}
