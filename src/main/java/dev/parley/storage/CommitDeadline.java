package dev.parley.storage;

import dev.parley.chat.room.StorageException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * The time within which a message is sent to the database in a way that may store it: with a single statement, or by a commit.
 * Either that happens, or the message is refused when the time has passed; never both. So a refusal is correct, also while a
 * thread waits for a connection or for an answer of the database. Thread-safe.
 */
public final class CommitDeadline {

    /** A client gets its refusal within 2 s. */
    private static final DeadlineTimer TIMER = new DeadlineTimer(Duration.ofMillis(1_800));

    private final String purpose;
    private final Duration limit;
    private final CompletableFuture<Void> committing = new CompletableFuture<>();

    private CommitDeadline(String purpose, Duration limit) {
        this.purpose = purpose;
        this.limit = limit;
    }

    /**
     * Starts a deadline.
     *
     * @param purpose the purpose, to follow after "Could not"
     * @param result fails with a {@link StorageException} if the time passes before {@link #requireCommit}
     */
    public static CommitDeadline start(String purpose, CompletableFuture<?> result) {
        return start(purpose, TIMER, result);
    }

    static CommitDeadline start(String purpose, DeadlineTimer timer, CompletableFuture<?> result) {
        CommitDeadline deadline = new CommitDeadline(purpose, timer.limit());
        timer.add(deadline.committing);
        CompletionStage<Void> decided = deadline.committing;
        decided.whenComplete((done, failure) -> {
            if (failure != null) {
                result.completeExceptionally(deadline.passed(failure));
            }
        });
        CompletionStage<?> ended = result;
        ended.whenComplete((done, failure) -> deadline.committing.complete(null));
        return deadline;
    }

    private StorageException passed(Throwable cause) {
        return new StorageException(
                "Could not " + purpose + ": the database did not answer within " + limit.toMillis() + " ms",
                false,
                cause);
    }

    /**
     * Ends the deadline, right before the commit. May be called again for a repetition.
     *
     * @throws StorageException if the time has passed
     */
    public void requireCommit() {
        if (!committing.complete(null) && committing.isCompletedExceptionally()) {
            throw passed(new TimeoutException());
        }
    }
}
