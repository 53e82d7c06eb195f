package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.Invite;
import dev.parley.chat.room.PrivateRoom;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores invitations and private rooms in memory. Each stage is complete when its method returns. Thread-safe. */
public final class InMemoryAccessStore implements AccessStore {

    private final Map<Long, Invite> invites = new TreeMap<>(); // guarded by this; by number
    private final Map<RoomName, PrivateRoom> rooms = new HashMap<>(); // guarded by this
    private long last; // guarded by this

    @Override
    public synchronized CompletionStage<Optional<Invite>> save(Invite invite, Instant now) {
        invites.values().removeIf(one -> !one.until().isAfter(now));
        long own = invites.values().stream()
                .filter(one -> one.userId().equals(invite.userId()))
                .count();
        if (own >= MOST_PER_USER || invites.size() >= MOST) {
            return completedFuture(Optional.empty());
        }
        last++;
        Invite stored = invite.numbered(last);
        invites.put(last, stored);
        return completedFuture(Optional.of(stored));
    }

    @Override
    public synchronized CompletionStage<Optional<Invite>> find(String digest, Instant now) {
        return completedFuture(invites.values().stream()
                .filter(one -> one.digest().equals(digest) && one.until().isAfter(now))
                .findFirst());
    }

    @Override
    public synchronized CompletionStage<List<Invite>> all(@Nullable String userId, Instant now) {
        return completedFuture(invites.values().stream()
                .filter(one -> one.until().isAfter(now)
                        && (userId == null || one.userId().equals(userId)))
                .toList());
    }

    @Override
    public synchronized CompletionStage<Boolean> delete(long number, @Nullable String userId) {
        return completedFuture(invites.values()
                .removeIf(one -> one.number() == number
                        && (userId == null || one.userId().equals(userId))));
    }

    @Override
    public synchronized CompletionStage<Outcome> createPrivateRoom(PrivateRoom room, Instant now) {
        if (rooms.containsKey(room.room())) {
            return completedFuture(Outcome.CONFLICT);
        }
        long own = rooms.values().stream()
                .filter(one -> one.ownerId().equals(room.ownerId()))
                .count();
        if (own >= MOST_ROOMS_PER_USER || rooms.size() >= MOST) {
            return completedFuture(Outcome.FULL);
        }
        rooms.put(room.room(), room);
        return completedFuture(Outcome.STORED);
    }

    @Override
    public synchronized CompletionStage<Outcome> setKey(RoomName room, String keyDigest) {
        PrivateRoom changed = rooms.computeIfPresent(
                room, (name, known) -> new PrivateRoom(name, keyDigest, known.ownerId(), known.members()));
        return completedFuture(changed == null ? Outcome.CONFLICT : Outcome.STORED);
    }

    @Override
    public synchronized CompletionStage<Outcome> addMember(RoomName room, String userId, Instant now) {
        PrivateRoom known = rooms.get(room);
        if (known == null) {
            return completedFuture(Outcome.CONFLICT);
        }
        Set<String> members = new HashSet<>(known.members());
        if (members.add(userId) && members.size() > PrivateRoom.MOST_MEMBERS) {
            return completedFuture(Outcome.FULL);
        }
        rooms.put(room, new PrivateRoom(room, known.keyDigest(), known.ownerId(), members));
        return completedFuture(Outcome.STORED);
    }

    @Override
    public synchronized CompletionStage<List<PrivateRoom>> privateRooms() {
        return completedFuture(List.copyOf(rooms.values()));
    }

    @Override
    public synchronized CompletionStage<Optional<PrivateRoom>> privateRoom(RoomName room) {
        return completedFuture(Optional.ofNullable(rooms.get(room)));
    }

    @Override
    public synchronized CompletionStage<Boolean> deletePrivateRoom(RoomName room) {
        return completedFuture(rooms.remove(room) != null);
    }
}
