package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.moderation.Bot;
import dev.parley.chat.moderation.BotStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Stores bots in memory. Each stage is complete when its method returns. Thread-safe. */
public final class InMemoryBotStore implements BotStore {

    private final List<Bot> bots = new ArrayList<>(); // guarded by this

    @Override
    public synchronized CompletionStage<List<Bot>> all() {
        return completedFuture(bots.stream()
                .sorted(Comparator.comparing(Bot::since).thenComparing(Bot::userId))
                .toList());
    }

    @Override
    public synchronized CompletionStage<Boolean> add(Bot bot) {
        boolean isTaken = bots.stream()
                .anyMatch(other -> other.nickname().key().equals(bot.nickname().key()));
        return completedFuture(!isTaken && bots.add(bot));
    }

    @Override
    public synchronized CompletionStage<Void> delete(String userId) {
        bots.removeIf(bot -> bot.userId().equals(userId));
        return completedFuture(null);
    }
}
