package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.room.Invite;
import dev.parley.chat.room.InviteStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores invitations in memory. Each stage is complete when its method returns. Thread-safe. */
public final class InMemoryInviteStore implements InviteStore {

    private final Map<Long, Invite> invites = new TreeMap<>(); // guarded by this; by number
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
}
