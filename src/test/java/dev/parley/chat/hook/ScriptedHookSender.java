package dev.parley.chat.hook;

import dev.parley.chat.room.LogEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what is sent, and accepts it or not, as a test wants. */
public final class ScriptedHookSender implements HookSender {

    private final List<LogEntry> attempts = new CopyOnWriteArrayList<>();
    private volatile boolean isFailing;

    /** Accepts nothing from now on, or everything again. */
    public void setFailing(boolean failing) {
        isFailing = failing;
    }

    /** Returns the entries of all attempts. */
    public List<LogEntry> attempts() {
        return attempts;
    }

    @Override
    public CompletionStage<Optional<String>> check(String url) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Attempt> send(Hook hook, LogEntry entry) {
        attempts.add(entry);
        return CompletableFuture.completedFuture(
                isFailing ? new Failed("the answer was the status 500") : new Delivered());
    }
}
