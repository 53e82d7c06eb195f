package dev.parley.storage.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookProgress;
import dev.parley.chat.hook.HookStore;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Stores hooks in memory, for one node. Each stage is complete when its method returns. Thread-safe. */
public final class InMemoryHookStore implements HookStore {

    private final SortedMap<Long, Hook> hooks = new TreeMap<>(); // guarded by this; by number

    @Override
    public synchronized CompletionStage<List<Hook>> all() {
        return completedFuture(List.copyOf(hooks.values()));
    }

    @Override
    public synchronized CompletionStage<Optional<Hook>> create(NewHook hook, int most) {
        if (hooks.size() >= most) {
            return completedFuture(Optional.empty());
        }
        long id = hooks.isEmpty() ? 1 : hooks.lastKey() + 1;
        Hook created = new Hook(
                id,
                new RoomName(hook.room()),
                hook.url(),
                hook.secret(),
                hook.mention(),
                hook.createdBy(),
                hook.since(),
                HookProgress.after(id, hook.position()));
        hooks.put(id, created);
        return completedFuture(Optional.of(created));
    }

    @Override
    public synchronized CompletionStage<Boolean> delete(long id) {
        return completedFuture(hooks.remove(id) != null);
    }

    @Override
    public synchronized CompletionStage<?> save(List<HookProgress> progress) {
        progress.forEach(one -> hooks.computeIfPresent(one.hook(), (id, hook) -> hook.with(one)));
        return completedFuture(true);
    }

    @Override
    public CompletionStage<Boolean> claim(String nodeId) {
        return completedFuture(true);
    }
}
