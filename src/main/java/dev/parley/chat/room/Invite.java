package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.time.Instant;

/**
 * An invitation to a room, by a link that is valid for a time.
 *
 * @param number the number by which users name it; 0 before it is stored
 * @param digest the digest of the secret, see {@link dev.parley.chat.identity.InviteSecret#digest()}
 * @param userId the id of the user who created it, see {@link dev.parley.chat.identity.User#id()}
 * @param name the nickname of that user
 * @param until the end of its validity, in milliseconds
 */
public record Invite(long number, String digest, RoomName room, String userId, String name, Instant until) {

    /** Returns the stored invitation. */
    public Invite numbered(long stored) {
        return new Invite(stored, digest, room, userId, name, until);
    }
}
