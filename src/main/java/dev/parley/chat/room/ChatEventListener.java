package dev.parley.chat.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.text.RoomName;
import org.jspecify.annotations.Nullable;

/** Port: receives the events of the whole server. Called on any thread; must not block and must not throw. */
public interface ChatEventListener {

    /** A user logged in; a resume within the resume window is no login. */
    default void onLogin(User user) {}

    /** A user is offline for good; the reason is a word or two, or empty. */
    default void onLogout(User user, String reason) {}

    /** A user changed the nickname. */
    default void onRenamed(User user, String from) {}

    /** A room was created. */
    default void onRoomOpened(Room room) {}

    /** A room was removed. */
    default void onRoomClosed(Room room) {}

    /**
     * The log of a room got an entry, on this node or another one. An entry that this node reads late may be missing, after many
     * others or a lost connection to the database.
     */
    default void onEntry(RoomName room, LogEntry entry) {}

    /** A request was refused; {@code user} is null before login. */
    default void onRefused(ClientInfo clientInfo, @Nullable User user, @Nullable RoomName room, Refusal refusal) {}

    /** A connection was disconnected or aborted; {@code user} is null before login. */
    default void onDisconnected(ClientInfo clientInfo, @Nullable User user, DisconnectReason reason) {}

    /** A connection was closed right after it was accepted. */
    default void onConnectionRefused(String address, DisconnectReason reason) {}

    /** The operator banned or muted a user or address. */
    default void onSanctionImposed(Sanction sanction) {}

    /** The operator lifted a sanction. */
    default void onSanctionLifted(Sanction sanction) {}

    /** An operator has acted; the line begins with the name. */
    default void onOperatorAct(Operator by, String line) {}

    /** A bot was created or revoked, here or on another node. */
    default void onBotsChanged() {}

    /** The list of rooms, a topic or a number of users changed. */
    default void onRoomsChanged() {}

    /** The health of the storage changed, see {@link RoomRegistry#storageHealth}. */
    default void onStorageHealthChanged() {}
}
