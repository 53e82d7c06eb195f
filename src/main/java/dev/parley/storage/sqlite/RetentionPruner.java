package dev.parley.storage.sqlite;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.room.MessageHistory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deletes expired messages in slices, each in its own transaction, so that a publish waits for one slice at most. */
final class RetentionPruner {

    /** The number of rows in one transaction, which takes a few milliseconds. */
    static final int SLICE = 500;

    private final TransactionRunner transactionRunner;
    private final HistoryLimits limits;

    RetentionPruner(TransactionRunner transactionRunner, HistoryLimits limits) {
        this.transactionRunner = transactionRunner;
        this.limits = limits;
    }

    /** Deletes all that has expired; completes after the last slice. */
    CompletionStage<?> run(Instant now) {
        return new RoomDeletion(transactionRunner)
                .resume()
                .thenCompose(done -> transactionRunner.submit(
                        "list the rooms to prune",
                        connection -> connection
                                .client()
                                .sql("SELECT id FROM room")
                                .query((row, number) -> row.getLong(1))
                                .list()))
                .thenCompose(rooms -> prune(rooms, now));
    }

    private CompletionStage<Integer> prune(List<Long> rooms, Instant now) {
        long keptSince = limits.keptSince(now);
        int most = limits.most();
        long future = now.plus(MessageHistory.CLOCK_TOLERANCE).toEpochMilli();
        CompletionStage<Integer> last = CompletableFuture.completedFuture(0);
        for (long room : rooms) {
            last = last.thenCompose(done -> inSlices(
                    "drop old messages",
                    sqliteConnection -> messages(sqliteConnection, room, keptSince, future, most)));
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

    /**
     * Deletes the oldest messages of a room that are too old or too many, so that no gap results. The oldest one counts as
     * old as the first one that does not lie in the future.
     */
    private static int messages(SqliteConnection connection, long room, long keptSince, long future, int most) {
        return connection
                .client()
                .sql("""
                        WITH slice AS (
                          SELECT seq, at FROM message WHERE room = :room ORDER BY seq LIMIT :slice
                        ), kept AS (
                          SELECT min(seq) AS seq FROM slice WHERE at BETWEEN :since AND :future
                        ), sure AS (
                          SELECT seq, at FROM message WHERE room = :room AND at <= :future ORDER BY seq LIMIT 1
                        )
                        DELETE FROM message
                        WHERE room = :room
                          AND seq <= (SELECT max(seq) FROM slice)
                          AND (seq <= (SELECT max(seq) FROM slice
                                       WHERE at < :since AND seq < coalesce((SELECT seq FROM kept), :none))
                            OR seq < (SELECT seq FROM sure WHERE at < :since)
                            OR seq <= (SELECT head FROM room WHERE id = :room) - :most)
                        """)
                .param("room", room)
                .param("slice", SLICE)
                .param("since", keptSince)
                .param("future", future)
                .param("none", Long.MAX_VALUE)
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
