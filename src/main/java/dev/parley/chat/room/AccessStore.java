package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: stores the invitations that are valid, and the private rooms with their members, for all nodes of a server.
 *
 * <p>Each call takes effect as a whole or not at all, before its stage completes: what it has stored survives the end of the
 * process where the store is on disk, and is found by every call that any node makes later. Of calls that overlap any may
 * be the first. Thread-safe; no method blocks. A stage may complete on any thread, also before the method returns; it
 * completes with a {@link StorageException} if the storage fails, or with a {@code RejectedExecutionException} if too many
 * calls wait, and then nothing has changed.
 */
public interface AccessStore {

    /** The most invitations of one user that are valid at a time. Calls that overlap may exceed it. */
    int MOST_PER_USER = 20;

    /** The most private rooms of one user. Calls that overlap may exceed it. */
    int MOST_ROOMS_PER_USER = 20;

    /** The most invitations that are valid at a time, and the most private rooms. Calls that overlap may exceed it. */
    int MOST = 10_000;

    /**
     * Deletes the invitations that have expired, then stores one.
     *
     * @return the invitation with its number, which is higher than those of all valid ones; empty if the user or the server
     *     has too many
     */
    CompletionStage<Optional<Invite>> save(Invite invite, Instant now);

    /** Returns the invitation with a digest, if it is valid. */
    CompletionStage<Optional<Invite>> find(String digest, Instant now);

    /** Returns the valid invitations of a user, or of all users if {@code userId} is null, in the order of their numbers. */
    CompletionStage<List<Invite>> all(@Nullable String userId, Instant now);

    /**
     * Deletes an invitation of a user, or of any user if {@code userId} is null.
     *
     * @return whether there was one
     */
    CompletionStage<Boolean> delete(long number, @Nullable String userId);

    /** The outcome of a change of a private room. */
    enum Outcome {
        /** The change is stored. */
        STORED,
        /** A room to be created exists, or a room to be changed does not exist. */
        CONFLICT,
        /** There are too many rooms or members. */
        FULL
    }

    /** Stores a private room with its owner as the only member, unless a room with this name is stored. */
    CompletionStage<Outcome> createPrivateRoom(PrivateRoom room, Instant now);

    /** Replaces the key of a private room. */
    CompletionStage<Outcome> setKey(RoomName room, String keyDigest);

    /** Adds a member to a private room; adding one again changes nothing. */
    CompletionStage<Outcome> addMember(RoomName room, String userId, Instant now);

    /** Returns all private rooms. */
    CompletionStage<List<PrivateRoom>> privateRooms();

    /** Returns a private room, if there is one with this name. */
    CompletionStage<Optional<PrivateRoom>> privateRoom(RoomName room);

    /** Deletes a private room with its members; returns whether there was one. */
    CompletionStage<Boolean> deletePrivateRoom(RoomName room);
}
