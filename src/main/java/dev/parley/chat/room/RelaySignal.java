package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.Set;

/** A signal between the nodes of a server: names what has changed, for a node that then reads it. */
public sealed interface RelaySignal {

    /** A signal about a room. */
    sealed interface RoomSignal extends RelaySignal {

        /** Returns the room. */
        RoomName room();
    }

    /**
     * Messages were stored in a room.
     *
     * @param epoch the epoch of the room's history
     * @param head the sequence number of the last stored message; all lower ones can be read
     */
    record MessagesAppended(RoomName room, String epoch, long head) implements RoomSignal {}

    /** The topic of a room was stored. */
    record TopicChanged(RoomName room, String by) implements RoomSignal {}

    /** The settings of a room were stored. */
    record SettingsChanged(RoomName room, String by) implements RoomSignal {}

    /** A user is typing in a room. Stored nowhere. */
    record Typing(RoomName room, String userId, String name) implements RoomSignal {}

    /** The members that another node has in a room changed. */
    record PresenceChanged(RoomName room) implements RoomSignal {}

    /** A user has another nickname, or another absence. */
    record ClaimChanged(String userId) implements RelaySignal {}

    /** A user is to be disconnected from all nodes. */
    record UserKicked(String userId, String reason) implements RelaySignal {}

    /** Direct messages of users were stored. */
    record DirectMessagesStored(Set<String> userIds) implements RelaySignal {
        /** Copies the ids. */
        public DirectMessagesStored {
            userIds = Set.copyOf(userIds);
        }
    }

    /** Signals of other nodes may be lost until now, of any kind but {@link UserKicked}. Made by the relay of this node. */
    record SignalsLost() implements RelaySignal {}

    /** Bans or mutes were stored or deleted. */
    record SanctionsChanged() implements RelaySignal {}

    /** The key or the members of a private room were stored, or the room is not private any more. */
    record AccessChanged(RoomName room) implements RelaySignal {}

    /** The right of an operator was stored or deleted. */
    record OperatorsChanged() implements RelaySignal {}

    /** A bot was stored or deleted. */
    record BotsChanged() implements RelaySignal {}

    /** Hooks were created, enabled or deleted. */
    record HooksChanged() implements RelaySignal {}

    /**
     * An operator has acted.
     *
     * @param line the sentence for the other operators
     * @param userId the id of the operator; empty for a console
     */
    record OperatorActed(String line, String userId) implements RelaySignal {}
}
