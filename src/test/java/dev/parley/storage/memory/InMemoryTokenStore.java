package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.identity.TokenStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores tokens in memory. Each stage is complete when its method returns. Thread-safe. */
public final class InMemoryTokenStore implements TokenStore {

    private final Clock clock;
    private final Map<String, Use> uses = new LinkedHashMap<>(); // guarded by this; the latest use last

    /** Creates an empty store. */
    public InMemoryTokenStore(Clock clock) {
        this.clock = clock;
    }

    /** The last use of a token. */
    private record Use(String name, Instant at) {}

    @Override
    public synchronized CompletionStage<Optional<String>> lastName(String digest) {
        removeExpired();
        return completedFuture(Optional.ofNullable(uses.get(digest)).map(Use::name));
    }

    @Override
    public synchronized CompletionStage<Void> save(Collection<TokenOwner> tokenOwners, Instant at) {
        tokenOwners.forEach(owner -> put(owner.digest(), new Use(owner.name(), at)));
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> touch(Collection<String> digests, Instant at) {
        removeExpired();
        for (String digest : digests) {
            Use use = uses.get(digest);
            if (use != null) {
                put(digest, new Use(use.name(), at));
            }
        }
        return completedFuture(null);
    }

    private void put(String digest, Use use) {
        uses.remove(digest); // so that it is last
        uses.put(digest, use);
    }

    private void removeExpired() {
        Instant since = clock.instant().minus(VALIDITY);
        Iterator<Use> oldest = uses.values().iterator();
        while (oldest.hasNext() && oldest.next().at().isBefore(since)) {
            oldest.remove();
        }
    }
}
