package dev.parley.storage.sqlite;

import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Deletes rooms with their messages and references, in slices. The first transaction renames the row of the room, so that
 * an append between 2 slices creates another room, of which nothing is deleted. {@link #resume} continues deletions that
 * a failure or the end of the process interrupted.
 */
final class RoomDeletion {

    /** The condition for the rows of deleted rooms. The name of a room never begins with a slash. */
    static final String IS_DELETED = "name GLOB '/*'";

    private final TransactionRunner writing;

    RoomDeletion(TransactionRunner writing) {
        this.writing = writing;
    }

    /**
     * Deletes a room; the first transaction begins after all that were submitted before, and never runs on the calling
     * thread.
     *
     * @return whether there was one, when the last slice is deleted
     */
    CompletionStage<Boolean> run(RoomName room) {
        return writing.enqueue("delete room " + room, connection -> rename(connection, room))
                .thenCompose(ids -> finish(ids).thenApply(done -> !ids.isEmpty()));
    }

    private static List<Long> rename(SqliteConnection connection, RoomName room) {
        return connection
                .client()
                .sql("UPDATE room SET name = '/' || id WHERE name = ? RETURNING id")
                .param(room.text())
                .query((row, number) -> row.getLong(1))
                .list();
    }

    /** Deletes what is left of rooms whose deletion did not end. */
    CompletionStage<?> resume() {
        return writing.submit(
                        "list the deleted rooms",
                        connection -> connection
                                .client()
                                .sql("SELECT id FROM room WHERE " + IS_DELETED)
                                .query((row, number) -> row.getLong(1))
                                .list())
                .thenCompose(this::finish);
    }

    private CompletionStage<Integer> finish(List<Long> ids) {
        CompletionStage<Integer> last = CompletableFuture.completedFuture(0);
        for (long id : ids) {
            last = last.thenCompose(done -> inSlices(
                            id,
                            "DELETE FROM message WHERE room = ? AND seq IN"
                                    + " (SELECT seq FROM message WHERE room = ? ORDER BY seq LIMIT ?)"))
                    .thenCompose(done -> inSlices(
                            id,
                            "DELETE FROM sent WHERE room = ? AND id IN (SELECT id FROM sent WHERE room = ? LIMIT ?)"))
                    .thenCompose(done -> writing.submit(
                            "delete a room", connection -> connection.update("DELETE FROM room WHERE id = ?", id)));
        }
        return last;
    }

    private CompletionStage<Integer> inSlices(long id, String deletion) {
        return writing.submitSlices(
                "delete a slice of a room",
                RetentionPruner.SLICE,
                connection -> connection.update(deletion, id, id, RetentionPruner.SLICE));
    }
}
