package dev.parley.chat.moderation;

import dev.parley.chat.identity.Nickname;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A user that is a program: it has a reserved nickname, and uses the HTTP API with a key.
 *
 * @param userId the id as a user: the digest of the key
 * @param nickname the nickname, which no other user can have
 * @param rooms the rooms in which it may act, in alphabetical order, at least one
 * @param writes whether it may publish, and not only read
 * @param createdBy the name of the operator who created it
 * @param since the time of the creation
 * @param isHook whether it is an incoming webhook, which publishes in one room and has no key for the HTTP API
 */
public record Bot(
        String userId,
        Nickname nickname,
        List<RoomName> rooms,
        boolean writes,
        String createdBy,
        Instant since,
        boolean isHook) {

    /** Creates a bot that is no webhook. */
    public Bot(
            String userId, Nickname nickname, List<RoomName> rooms, boolean writes, String createdBy, Instant since) {
        this(userId, nickname, rooms, writes, createdBy, since, false);
    }

    /** Sorts the rooms, and removes repeated ones. */
    public Bot {
        rooms = rooms.stream().distinct().sorted().toList();
    }

    /** Returns the rights for an operator: {@code read and write in builds, lobby}. */
    public String rights() {
        return (writes ? "read and write in " : "read in ")
                + rooms.stream().map(RoomName::text).collect(Collectors.joining(", "));
    }
}
