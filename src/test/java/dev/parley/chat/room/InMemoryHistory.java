package dev.parley.chat.room;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.storage.memory.InMemoryMessageHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores messages, tokens and sanctions in memory, for tests of other classes, and fails when the test wants it. */
public final class InMemoryHistory extends FailingHistory implements TokenStore, SanctionStore {

    private static final Duration TOKENS = Duration.ofDays(8);

    private final Clock clock;
    private final Map<String, UsedReference> tokens = new HashMap<>();
    private final Map<String, Sanction> sanctions = new LinkedHashMap<>();

    /** Creates a history that keeps messages for 30 days. */
    public InMemoryHistory(Clock clock) {
        this(clock, Duration.ofDays(30), 0);
    }

    /** Creates a history with these limits for pruning; 0 for no limit. */
    public InMemoryHistory(Clock clock, Duration retention, int maxMessages) {
        super(new InMemoryMessageHistory(clock, retention, maxMessages));
        this.clock = clock;
    }

    private record UsedReference(String name, Instant at) {}

    @Override
    public synchronized CompletionStage<?> prune(Instant now) {
        tokens.values().removeIf(usedReference -> usedReference.at().isBefore(now.minus(TOKENS)));
        sanctions.values().removeIf(sanction -> sanction.isExpired(now));
        return super.prune(now);
    }

    @Override
    public synchronized Optional<String> lastName(String digest) {
        checkReads();
        return Optional.ofNullable(tokens.get(digest))
                .filter(usedReference ->
                        !usedReference.at().isBefore(clock.instant().minus(TOKENS)))
                .map(UsedReference::name);
    }

    @Override
    public synchronized void save(Collection<TokenOwner> tokenOwners, Instant at) {
        checkWrites();
        tokenOwners.forEach(tokenOwner -> tokens.put(tokenOwner.digest(), new UsedReference(tokenOwner.name(), at)));
    }

    @Override
    public synchronized void touch(Collection<String> digests, Instant at) {
        checkWrites();
        digests.forEach(digest ->
                tokens.computeIfPresent(digest, (key, usedReference) -> new UsedReference(usedReference.name(), at)));
    }

    @Override
    public synchronized List<Sanction> all() {
        checkReads();
        return List.copyOf(sanctions.values());
    }

    @Override
    public synchronized void save(Sanction sanction) {
        checkWrites();
        delete(sanction);
        sanctions.put(sanction.kind() + sanction.target(), sanction);
    }

    @Override
    public synchronized void delete(Sanction sanction) {
        checkWrites();
        sanctions.remove(sanction.kind() + sanction.target());
    }
}
