package dev.parley.storage;

import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rooms with their messages and references, in slices. The first transaction renames the row of the room, so that
 * an append between 2 slices creates another room, of which nothing is deleted. {@link #resume} continues deletions that
 * a failure or the end of the process interrupted.
 */
public final class RoomDeletion {

    /** The condition for the rows of deleted rooms, which begin with a slash. The name of a room never does. */
    static final String IS_DELETED = "(name >= '/' AND name < '0')";

    private final Transactions writing;
    private final List<String> slices;

    /**
     * Creates a deletion.
     *
     * @param slices the statements that delete a slice of the rows of a room; the parameters are twice the id of the room and
     *     the number of rows
     */
    public RoomDeletion(Transactions writing, List<String> slices) {
        this.writing = writing;
        this.slices = List.copyOf(slices);
    }

    /** Renames a room in the transaction of the caller. Returns the id for {@link #finish}; none if there is no such room. */
    public static List<Long> rename(SqlConnection connection, RoomName room) throws SQLException {
        return ids(connection, "UPDATE room SET name = '/' || id WHERE name = ? RETURNING id", room.text());
    }

    /**
     * Deletes renamed rooms.
     *
     * @return whether there was one, when the last slice is deleted
     */
    public CompletionStage<Boolean> finish(List<Long> ids) {
        CompletionStage<Integer> last = CompletableFuture.completedFuture(0);
        for (long id : ids) {
            for (String slice : slices) {
                last = last.thenCompose(done -> writing.submitSlices(
                        "delete a slice of a room",
                        RetentionPruner.SLICE,
                        connection ->
                                lock(connection, id) ? connection.update(slice, id, id, RetentionPruner.SLICE) : 0));
            }
            last = last.thenCompose(done -> writing.submit("delete a room", connection -> delete(connection, id)));
        }
        return last.thenApply(done -> !ids.isEmpty());
    }

    /** Locks a room, so that a slice finds all rows that are left. Returns false if the room is deleted. */
    private static boolean lock(SqlConnection connection, long id) throws SQLException {
        return !ids(connection, "SELECT id FROM room WHERE id = ?" + connection.rowLock(), id)
                .isEmpty();
    }

    private static int delete(SqlConnection connection, long id) throws SQLException {
        return connection.update(
                "DELETE FROM room WHERE id = ? AND NOT EXISTS (SELECT 1 FROM message WHERE room = ?)", id, id);
    }

    /** Deletes what is left of rooms whose deletion did not end. */
    CompletionStage<?> resume() {
        return writing.submit(
                        "list the deleted rooms",
                        connection -> ids(connection, "SELECT id FROM room WHERE " + IS_DELETED))
                .thenCompose(this::finish);
    }

    private static List<Long> ids(SqlConnection connection, String sql, @Nullable Object... values)
            throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = connection.query(sql, values)) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }
}
