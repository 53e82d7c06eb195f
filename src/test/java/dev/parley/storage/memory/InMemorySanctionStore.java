package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Stores bans and mutes in memory. Each stage is complete when its method returns. Thread-safe. */
public final class InMemorySanctionStore implements SanctionStore {

    private final Clock clock;
    private final Map<String, Sanction> sanctions = new LinkedHashMap<>(); // guarded by this; the latest last

    /** Creates an empty store. */
    public InMemorySanctionStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized CompletionStage<List<Sanction>> all() {
        sanctions.values().removeIf(sanction -> sanction.isExpired(clock.instant()));
        return completedFuture(List.copyOf(sanctions.values()));
    }

    @Override
    public synchronized CompletionStage<Void> save(Sanction sanction) {
        sanctions.remove(key(sanction)); // so that it is last
        sanctions.put(key(sanction), sanction);
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> delete(Sanction sanction) {
        sanctions.remove(key(sanction));
        return completedFuture(null);
    }

    private static String key(Sanction sanction) {
        return sanction.kind() + " " + sanction.target();
    }
}
