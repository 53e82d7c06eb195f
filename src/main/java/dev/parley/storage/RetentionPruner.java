package dev.parley.storage;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.room.MessageHistory;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deletes expired messages in slices, each in its own transaction, so that a publish waits for one slice at most. */
public final class RetentionPruner {

    /** The number of rows in one transaction, which takes a few milliseconds. */
    public static final int SLICE = 500;

    private final Transactions transactions;
    private final HistoryLimits limits;
    private final RoomDeletion roomDeletion;
    private final References references;

    /** Deletes references, of which each database has its own table. */
    public interface References {
        /** Deletes at most {@link #SLICE} references up to a time in milliseconds since 1970, and returns their number. */
        int delete(SqlConnection connection, long until) throws SQLException;
    }

    /** Creates a pruner. */
    public RetentionPruner(
            Transactions transactions, HistoryLimits limits, RoomDeletion roomDeletion, References references) {
        this.transactions = transactions;
        this.limits = limits;
        this.roomDeletion = roomDeletion;
        this.references = references;
    }

    /** Deletes all that has expired, and the rest of deleted rooms; completes after the last slice. */
    public CompletionStage<?> run(Instant now) {
        return roomDeletion
                .resume()
                .thenCompose(done -> transactions.submit(
                        "list the rooms to prune",
                        connection -> connection
                                .client()
                                .sql("SELECT id FROM room WHERE NOT " + RoomDeletion.IS_DELETED)
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
            last = last.thenCompose(done -> inSlices("drop old messages", connection -> {
                int deleted = messages(connection, room, keptSince, future, most);
                if (deleted > 0) {
                    reactions(connection, room);
                }
                return deleted;
            }));
        }
        long sentSince = now.minus(MessageReferences.KEPT).toEpochMilli();
        long usedSince = now.minus(TokenStore.VALIDITY).toEpochMilli();
        return last.thenCompose(
                        done -> inSlices("drop old references", connection -> references.delete(connection, sentSince)))
                .thenCompose(done -> inSlices("drop old tokens", connection -> tokens(connection, usedSince)))
                .thenCompose(done -> transactions.submit(
                        "drop operators whose tokens have expired",
                        connection -> connection.update(
                                "DELETE FROM operator WHERE since < ?"
                                        + " AND NOT EXISTS (SELECT 1 FROM token WHERE digest = operator.person)",
                                usedSince)))
                .thenCompose(done -> transactions.submit(
                        "drop members of private rooms whose tokens have expired",
                        connection -> connection.update(
                                "DELETE FROM private_member WHERE since < ?"
                                        + " AND NOT EXISTS (SELECT 1 FROM token WHERE digest = private_member.person)",
                                usedSince)))
                .thenCompose(done -> transactions.submit(
                        "drop private rooms without members and messages",
                        connection -> connection.update(
                                "DELETE FROM private_room WHERE since < ?"
                                        + " AND NOT EXISTS (SELECT 1 FROM private_member m WHERE m.room = private_room.room)"
                                        + " AND NOT EXISTS (SELECT 1 FROM room WHERE name = private_room.room)",
                                usedSince)))
                .thenCompose(done -> transactions.submit(
                        "drop bans and mutes that are over",
                        connection -> connection.update("DELETE FROM sanction WHERE until <= ?", now.toEpochMilli())));
    }

    private CompletionStage<Integer> inSlices(String purpose, Transactions.Work<Integer> slice) {
        return transactions.submitSlices(purpose, SLICE, slice);
    }

    /**
     * Deletes the oldest messages of a room that are too old or too many, so that no gap results. The oldest one counts as
     * old as the first one that does not lie in the future.
     */
    private static int messages(SqlConnection connection, long room, long keptSince, long future, int most) {
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

    /** Deletes the reactions to deleted messages of a room. */
    private static void reactions(SqlConnection connection, long room) throws SQLException {
        connection.update(
                "DELETE FROM reaction WHERE room = ? AND target <"
                        + " coalesce((SELECT min(seq) FROM message WHERE room = ?), (SELECT head + 1 FROM room WHERE id = ?))",
                room,
                room,
                room);
    }

    private static int tokens(SqlConnection connection, long since) {
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
