package dev.parley.storage.sqlite;

import dev.parley.chat.identity.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deletes expired messages in slices, each in its own transaction, so that a publish waits for one slice at most. */
final class RetentionPruner {

    /** The number of rows in one transaction, which takes a few milliseconds. */
    static final int SLICE = 500;

    private final TransactionRunner transactionRunner;
    private final Duration retention;
    private final int maxMessages;

    RetentionPruner(TransactionRunner transactionRunner, HistorySettings settings) {
        this.transactionRunner = transactionRunner;
        this.retention = settings.retention();
        this.maxMessages = settings.maxMessages();
    }

    /** Deletes all that has expired; completes after the last slice. */
    CompletionStage<?> run(Instant now) {
        return transactionRunner
                .submit(
                        "list the rooms to prune",
                        connection -> connection
                                .client()
                                .sql("SELECT id FROM room")
                                .query((row, number) -> row.getLong(1))
                                .list())
                .thenCompose(rooms -> prune(rooms, now));
    }

    private CompletionStage<Integer> prune(List<Long> rooms, Instant now) {
        long keptSince =
                retention.isZero() ? Long.MIN_VALUE : now.minus(retention).toEpochMilli();
        int most = maxMessages == 0 ? Integer.MAX_VALUE : maxMessages;
        CompletionStage<Integer> last = CompletableFuture.completedFuture(0);
        for (long room : rooms) {
            last = last.thenCompose(done -> inSlices(
                    "drop old messages", sqliteConnection -> messages(sqliteConnection, room, keptSince, most)));
        }
        long sentSince = now.minus(AppendTransaction.REFERENCES).toEpochMilli();
        long usedSince = now.minus(TokenStore.VALIDITY).toEpochMilli();
        return last.thenCompose(done ->
                        inSlices("drop old references", sqliteConnection -> references(sqliteConnection, sentSince)))
                .thenCompose(
                        done -> inSlices("drop old tokens", sqliteConnection -> tokens(sqliteConnection, usedSince)))
                .thenCompose(done -> transactionRunner.submit(
                        "drop bans and mutes that are over",
                        sqliteConnection ->
                                sqliteConnection.update("DELETE FROM sanction WHERE until <= ?", now.toEpochMilli())));
    }

    private CompletionStage<Integer> inSlices(String purpose, TransactionRunner.Work<Integer> slice) {
        return transactionRunner.submitSlices(purpose, SLICE, slice);
    }

    /** Deletes the oldest messages of a room that are too old or too many: since times rise, no gap results. */
    private static int messages(SqliteConnection connection, long room, long keptSince, int most) {
        return connection
                .client()
                .sql("""
                        DELETE FROM message
                        WHERE room = :room
                          AND seq < (SELECT min(seq) FROM message WHERE room = :room) + :slice
                          AND (at < :since OR seq <= (SELECT head FROM room WHERE id = :room) - :most)
                        """)
                .param("room", room)
                .param("slice", SLICE)
                .param("since", keptSince)
                .param("most", most)
                .update();
    }

    /** Rows are stored in the order of insertion, so the oldest are the first. */
    private static int references(SqliteConnection connection, long since) {
        return connection
                .client()
                .sql("""
                        DELETE FROM sent
                        WHERE id < (SELECT min(id) FROM sent) + :slice AND at <= :since
                        """)
                .param("slice", SLICE)
                .param("since", since)
                .update();
    }

    private static int tokens(SqliteConnection connection, long since) {
        return connection
                .client()
                .sql("""
                        DELETE FROM token
                        WHERE digest IN (SELECT digest FROM token WHERE used_at < :since LIMIT :slice)
                        """)
                .param("slice", SLICE)
                .param("since", since)
                .update();
    }
}
