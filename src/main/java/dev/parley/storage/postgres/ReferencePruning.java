package dev.parley.storage.postgres;

import dev.parley.storage.MessageReferences;
import dev.parley.storage.RetentionPruner;
import dev.parley.storage.SqlConnection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Deletes references that have expired or are too many, in the transaction of the caller. */
final class ReferencePruning {

    private ReferencePruning() {}

    /** Returns the time of the latest reference of those that are too many; 0 if there are none. */
    static long lastExcess(SqlConnection connection) throws SQLException {
        connection.update("SET LOCAL statement_timeout = '30s'");
        try (ResultSet row = connection.query(
                "SELECT at FROM client_message ORDER BY at DESC OFFSET ? LIMIT 1", MessageReferences.MOST_KEPT)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Deletes references up to a time. */
    static int delete(SqlConnection connection, long until) throws SQLException {
        return connection.update(
                "DELETE FROM client_message WHERE ctid = ANY (ARRAY(SELECT ctid FROM client_message WHERE at <= ?"
                        + " ORDER BY at LIMIT ?))",
                until,
                RetentionPruner.SLICE);
    }
}
