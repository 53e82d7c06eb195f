package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The claims on nicknames in memory, for the nodes of one process. Each stage is complete when its method returns.
 * Thread-safe; its lock is held for an instant.
 */
public final class InMemoryNicknameRegistry implements NicknameRegistry {

    private final Map<String, Entry> byKey = new HashMap<>(); // guarded by this; by the key of the nickname
    private final Map<String, Entry> byUser = new HashMap<>(); // guarded by this; by the id of the user
    private long lastVersion; // guarded by this

    /** The claim of a user, and its holders. */
    private static final class Entry {
        private final Set<String> holders = new HashSet<>(1);
        private Claim claim;

        private Entry(Claim claim) {
            this.claim = claim;
        }
    }

    @Override
    public synchronized CompletionStage<ClaimResult> claim(Nickname wish, String userId, String holder) {
        Entry entry = byUser.get(userId);
        if (entry == null) {
            Entry other = byKey.get(wish.key());
            if (other != null) {
                return completedFuture(new Taken(other.claim.nickname()));
            }
            entry = new Entry(newClaim(userId, wish, ""));
            byKey.put(wish.key(), entry);
            byUser.put(userId, entry);
        }
        entry.holders.add(holder);
        return completedFuture(granted(entry));
    }

    @Override
    public synchronized CompletionStage<Void> release(String userId, String holder) {
        Entry entry = byUser.get(userId);
        if (entry != null && entry.holders.remove(holder) && entry.holders.isEmpty()) {
            byUser.remove(userId);
            byKey.remove(entry.claim.nickname().key());
        }
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<ClaimResult> rename(String userId, String holder, Nickname wish) {
        Entry entry = byUser.get(userId);
        if (entry == null || !entry.holders.contains(holder)) {
            return completedFuture(new Gone());
        }
        Entry other = byKey.get(wish.key());
        if (other != null && other != entry) {
            return completedFuture(new Taken(other.claim.nickname()));
        }
        byKey.remove(entry.claim.nickname().key());
        byKey.put(wish.key(), entry);
        entry.claim = newClaim(userId, wish, entry.claim.absence());
        return completedFuture(granted(entry));
    }

    @Override
    public synchronized CompletionStage<ClaimResult> setAbsence(String userId, String holder, String absence) {
        Entry entry = byUser.get(userId);
        if (entry == null || !entry.holders.contains(holder)) {
            return completedFuture(new Gone());
        }
        entry.claim = newClaim(userId, entry.claim.nickname(), absence);
        return completedFuture(granted(entry));
    }

    private Claim newClaim(String userId, Nickname nickname, String absence) {
        lastVersion++;
        return new Claim(userId, nickname, lastVersion, absence);
    }

    private static Granted granted(Entry entry) {
        return new Granted(entry.claim, entry.holders.size() > 1);
    }

    @Override
    public synchronized CompletionStage<Optional<Claim>> find(Nickname nickname) {
        return completedFuture(Optional.ofNullable(byKey.get(nickname.key())).map(entry -> entry.claim));
    }

    @Override
    public synchronized CompletionStage<Optional<Claim>> claimOf(String userId) {
        return completedFuture(Optional.ofNullable(byUser.get(userId)).map(entry -> entry.claim));
    }

    @Override
    public synchronized CompletionStage<Set<Nickname>> taken(Collection<Nickname> nicknames) {
        return completedFuture(nicknames.stream()
                .filter(nickname -> byKey.containsKey(nickname.key()))
                .collect(Collectors.toUnmodifiableSet()));
    }
}
