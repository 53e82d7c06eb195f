package dev.parley.chat.room;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.storage.memory.InMemoryAccessStore;
import dev.parley.storage.memory.InMemoryBotStore;
import dev.parley.storage.memory.InMemoryMessageHistory;
import dev.parley.storage.memory.InMemoryOperatorStore;
import dev.parley.storage.memory.InMemorySanctionStore;
import dev.parley.storage.memory.InMemoryTokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores messages, tokens and sanctions in memory, for tests of other classes, and fails when the test wants it. */
public final class InMemoryHistory extends FailingHistory implements TokenStore, SanctionStore {

    private final TokenStore tokenStore;
    private final SanctionStore sanctionStore;
    private final OperatorStore operatorStore = new InMemoryOperatorStore();
    private final BotStore botStore = new InMemoryBotStore();
    private final AccessStore accessStore = new InMemoryAccessStore();

    /** Creates a history that keeps messages for 30 days. */
    public InMemoryHistory(Clock clock) {
        this(clock, Duration.ofDays(30), 0);
    }

    /** Creates a history with these limits for pruning; 0 for no limit. */
    public InMemoryHistory(Clock clock, Duration retention, int maxMessages) {
        super(new InMemoryMessageHistory(clock, retention, maxMessages));
        this.tokenStore = new InMemoryTokenStore(clock);
        this.sanctionStore = new InMemorySanctionStore(clock);
    }

    /** Returns the store of operators. */
    public OperatorStore operatorStore() {
        return operatorStore;
    }

    /** Returns the store of bots. */
    public BotStore botStore() {
        return botStore;
    }

    /** Returns the store of invitations. */
    public AccessStore accessStore() {
        return accessStore;
    }

    @Override
    public CompletionStage<Optional<String>> lastName(String digest) {
        return read(() -> tokenStore.lastName(digest));
    }

    @Override
    public CompletionStage<Void> save(Collection<TokenOwner> tokenOwners, Instant at) {
        return write(() -> tokenStore.save(tokenOwners, at));
    }

    @Override
    public CompletionStage<Void> touch(Collection<String> digests, Instant at) {
        return write(() -> tokenStore.touch(digests, at));
    }

    @Override
    public CompletionStage<List<Sanction>> all() {
        return read(sanctionStore::all);
    }

    @Override
    public CompletionStage<Void> save(Sanction sanction) {
        return write(() -> sanctionStore.save(sanction));
    }

    @Override
    public CompletionStage<Void> delete(Sanction sanction) {
        return write(() -> sanctionStore.delete(sanction));
    }
}
