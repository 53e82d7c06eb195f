package dev.parley.chat.session;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageDraft;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.Reference;
import dev.parley.text.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Passes calls on. A test can delay reads, and let calls fail. */
final class SwitchableDirectMessageStore implements DirectMessageStore {

    private final DirectMessageStore target;
    Executor reads = Runnable::run;

    @Nullable
    Throwable failure;

    @Nullable
    Throwable readFailure;

    SwitchableDirectMessageStore(DirectMessageStore target) {
        this.target = target;
    }

    @Override
    public CompletionStage<AppendResult> append(DirectMessageDraft draft) {
        return failure == null ? target.append(draft) : CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletionStage<Optional<DirectMessage>> find(String senderId, Reference reference) {
        return target.find(senderId, reference);
    }

    @Override
    public CompletionStage<Page> after(String userId, @Nullable Position after, int limit) {
        Throwable broken = failure == null ? readFailure : failure;
        return broken == null
                ? CompletableFuture.supplyAsync(
                        () -> target.after(userId, after, limit)
                                .toCompletableFuture()
                                .join(),
                        reads)
                : CompletableFuture.failedFuture(broken);
    }

    @Override
    public CompletionStage<?> prune(Instant now) {
        return target.prune(now);
    }
}
