package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.moderation.OperatorGrant;
import dev.parley.chat.moderation.OperatorStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores operators in memory. Each stage is complete when its method returns. Thread-safe. */
public final class InMemoryOperatorStore implements OperatorStore {

    private record Code(String grantedBy, Instant until) {}

    private final Map<String, OperatorGrant> grants = new LinkedHashMap<>(); // guarded by this; by user
    private final Map<String, Code> codes = new HashMap<>(); // guarded by this; by digest

    @Override
    public synchronized CompletionStage<List<OperatorGrant>> all() {
        return completedFuture(List.copyOf(grants.values()));
    }

    @Override
    public synchronized CompletionStage<Void> save(OperatorGrant grant) {
        grants.remove(grant.userId()); // so that it is last
        grants.put(grant.userId(), grant);
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> delete(String userId) {
        grants.remove(userId);
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> saveCode(String digest, String grantedBy, Instant until) {
        codes.put(digest, new Code(grantedBy, until));
        return completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Optional<String>> redeem(String digest, Instant now) {
        codes.values().removeIf(code -> !code.until().isAfter(now));
        return completedFuture(Optional.ofNullable(codes.remove(digest)).map(Code::grantedBy));
    }
}
