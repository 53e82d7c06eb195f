package dev.parley.chat.room;

import dev.parley.protocol.api.RefusalCodes;
import dev.parley.text.RoomName;

/** The refusals of invitations and private rooms, a part of the catalogue of {@link Refusal}. */
public final class AccessRefusals {

    private AccessRefusals() {}

    /** Code {@code room-private}: only members enter, see and read the room. */
    public static Refusal roomPrivate(RoomName room) {
        return Refusal.of(
                RefusalCodes.ROOM_PRIVATE,
                room + " is a private room. Enter it with its key, /join " + room + " KEY, or with an invitation.");
    }

    /** Code {@code room-key-wrong}. */
    public static Refusal roomKeyWrong(RoomName room) {
        return Refusal.of(
                RefusalCodes.ROOM_KEY_WRONG,
                "This is no key of " + room + ", and no invitation to it that is valid. Ask one of its members.");
    }

    /** Code {@code room-exists}: a private room is to be created under a name that is taken. */
    public static Refusal roomExists(RoomName room) {
        return Refusal.of(RefusalCodes.ROOM_EXISTS, "There is a room " + room + " already. Choose another name.");
    }

    /** Code {@code too-many-private-rooms}. */
    public static Refusal tooManyPrivateRooms() {
        return Refusal.of(
                RefusalCodes.TOO_MANY_PRIVATE_ROOMS,
                "You have created too many private rooms. Ask an operator to close one of them.");
    }

    /** Code {@code too-many-members}. */
    public static Refusal tooManyMembers(RoomName room) {
        return Refusal.of(
                RefusalCodes.TOO_MANY_MEMBERS,
                room + " has " + PrivateRoom.MOST_MEMBERS + " members, which is the limit.");
    }

    /** Code {@code invite-invalid}: the invitation of a login is unknown, has expired or was revoked. */
    public static Refusal inviteInvalid() {
        return Refusal.of(
                RefusalCodes.INVITE_INVALID,
                "This invitation is not valid any more. Ask for a new one, or log in with the server password.");
    }

    /** Code {@code too-many-invites}. */
    public static Refusal tooManyInvites() {
        return Refusal.of(
                RefusalCodes.TOO_MANY_INVITES,
                "You have too many invitations that are valid. End one first: /invites lists them.");
    }
}
