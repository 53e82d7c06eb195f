package dev.parley.chat.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import org.jspecify.annotations.Nullable;

/** Port: hears of what happens in the whole house. Called from any thread; must not block and must not throw. */
public interface ChatEventListener {

    /** Somebody was let in. Coming back within the grace is not told. */
    default void onLogin(User user) {}

    /** Somebody is gone for good; the reason is a word or two, or empty. */
    default void onLogout(User user, String reason) {}

    /** Somebody goes by another name now. */
    default void onRenamed(User user, String from) {}

    /** There is a room that was not there before. */
    default void onRoomOpened(Room room) {}

    /** There is a room no longer. */
    default void onRoomClosed(Room room) {}

    /** Somebody was refused something; {@code user} is null if nobody has come in yet. */
    default void onRefused(ClientInfo clientInfo, @Nullable User user, @Nullable RoomName room, Refusal refusal) {}

    /** A connection was told farewell, or cut; {@code user} is null if nobody had come in by it. */
    default void onDisconnected(ClientInfo clientInfo, @Nullable User user, DisconnectReason disconnectReason) {}

    /** A connection was closed as soon as it came. */
    default void onConnectionRefused(String address, DisconnectReason disconnectReason) {}

    /** The operator has banned or muted somebody. */
    default void onSanctionImposed(Sanction sanction) {}

    /** A ban or mute holds no longer, because the operator says so. */
    default void onSanctionLifted(Sanction sanction) {}

    /** A room has come, gone, or changed its topic or its number of people. */
    default void onRoomsChanged() {}

    /** Messages can no longer be stored, or for another reason, or can be again: {@link RoomRegistry#storageHealth} knows. */
    default void onStorageHealthChanged() {}
}
