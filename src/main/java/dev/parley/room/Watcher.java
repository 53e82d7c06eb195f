package dev.parley.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import org.jspecify.annotations.Nullable;

/** Port: hears of what happens in the whole house. Called from any thread; must not block and must not throw. */
public interface Watcher {

    /** Somebody was let in. Coming back within the grace is not told. */
    default void arrived(User user) {}

    /** Somebody is gone for good; the reason is a word or two, or empty. */
    default void departed(User user, String reason) {}

    /** Somebody goes by another name now. */
    default void renamed(User user, String from) {}

    /** There is a room that was not there before. */
    default void opened(Room room) {}

    /** There is a room no longer. */
    default void ended(Room room) {}

    /** Somebody was refused something; {@code user} is null if nobody has come in yet. */
    default void refused(ClientInfo clientInfo, @Nullable User user, @Nullable RoomName room, Refusal refusal) {}

    /** A connection was told farewell, or cut; {@code user} is null if nobody had come in by it. */
    default void sentOff(ClientInfo clientInfo, @Nullable User user, Farewell farewell) {}

    /** A connection was closed as soon as it came. */
    default void turnedAway(String address, Farewell farewell) {}

    /** The operator has banned or muted somebody. */
    default void imposed(Sanction sanction) {}

    /** A ban or mute holds no longer, because the operator says so. */
    default void lifted(Sanction sanction) {}

    /** A room has come, gone, or changed its topic or its number of people. */
    default void roomsChanged() {}

    /** Messages can no longer be stored, or for another reason, or can be again: {@link Rooms#storage} knows. */
    default void storageChanged() {}
}
