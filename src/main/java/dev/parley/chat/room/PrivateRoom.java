package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.Set;

/**
 * A room that only its members and operators enter.
 *
 * @param keyDigest the digest of the key, see {@link dev.parley.chat.identity.InviteSecret#digest()}
 * @param ownerId the id of the user who created it, see {@link dev.parley.chat.identity.User#id()}
 * @param members the ids of the users who may enter
 */
public record PrivateRoom(RoomName room, String keyDigest, String ownerId, Set<String> members) {

    /** The most members of a room. */
    public static final int MOST_MEMBERS = 1_000;

    /** Copies the members. */
    public PrivateRoom {
        members = Set.copyOf(members);
    }
}
