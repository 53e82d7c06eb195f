package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Port: the members that each node of the server has in each room.
 *
 * <p>A node writes its own members only. Changes of one node in one room apply in the order of the calls; a read that
 * begins after a write has completed returns what was written. Thread-safe. A method never blocks and may complete its
 * stage on any thread; a broken storage completes it with a {@link StorageException}, and then nothing has changed.
 */
public interface PresenceRegistry {

    /**
     * A user that a node has in a room, with one or more sessions.
     *
     * @param userId the id of the user, see {@link dev.parley.chat.identity.User#id()}
     * @param name the nickname
     * @param via the transport, see {@link dev.parley.chat.identity.ClientInfo#via()}
     * @param absence the text that others see while the user is absent; empty otherwise
     */
    record Member(String userId, String name, String via, String absence) {

        /** Creates a member who is not absent. */
        public Member(String userId, String name, String via) {
            this(userId, name, via, "");
        }
    }

    /**
     * A change of the members that a node has in a room.
     *
     * @param member the member, in place of the one with the same id
     * @param present whether the node has the member from now on
     */
    record Change(Member member, boolean present) {}

    /**
     * Stores changes of a node, all or none. An implementation may repeat the attempt while the storage fails.
     */
    CompletionStage<Void> write(RoomName room, String node, List<Change> changes);

    /** Returns the members of a room by node, in the order in which each node has written them. */
    CompletionStage<Map<String, List<Member>>> members(RoomName room);

    /**
     * Returns a number for each room that is different after each change of its members, on any node; a room may be missing
     * until it has members. One query for all rooms.
     */
    CompletionStage<Map<RoomName, Long>> versions(Collection<RoomName> rooms);
}
