package dev.parley.chat.room;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Delegates to another history, unless the test lets it fail. Calls wait while the test holds its monitor. */
public class FailingHistory extends ForwardingHistory {

    private volatile @Nullable StorageException readFailure;
    private volatile @Nullable StorageException writeFailure;
    private final AtomicInteger entriesRead = new AtomicInteger();

    public FailingHistory(MessageHistory history) {
        super(history);
    }

    /** Lets all later calls fail with this exception; null ends that. */
    public final void failWith(@Nullable StorageException next) {
        readFailure = next;
        writeFailure = next;
    }

    /** Lets all later writes fail with this exception; null ends that. */
    public final void failWritesWith(@Nullable StorageException next) {
        writeFailure = next;
    }

    /** Returns the number of entries in all pages that were read. */
    public final int entriesRead() {
        return entriesRead.get();
    }

    @Override
    protected final synchronized <T> CompletionStage<T> read(Supplier<CompletionStage<T>> call) {
        if (readFailure != null) {
            return CompletableFuture.failedFuture(readFailure);
        }
        return call.get().thenApply(read -> {
            if (read instanceof Page page) {
                entriesRead.addAndGet(page.entries().size());
            }
            return read;
        });
    }

    @Override
    protected final synchronized <T> CompletionStage<T> write(Supplier<CompletionStage<T>> call) {
        return writeFailure == null ? call.get() : CompletableFuture.failedFuture(writeFailure);
    }
}
