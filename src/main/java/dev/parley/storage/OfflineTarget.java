package dev.parley.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An empty database that a migration fills. A server refuses it until it is complete. */
public interface OfflineTarget extends OfflineDatabase {

    /** Inserts rows into one table. The next table follows after {@link #finish}. */
    interface RowWriter {
        /** Inserts a row, at once or with later ones. */
        void write(@Nullable Object[] row) throws SQLException;

        /** Inserts the rows that wait. */
        void finish() throws SQLException;
    }

    /** Returns a writer for a table, whose rows of a new database are deleted. */
    RowWriter writer(StoredTable table) throws SQLException;

    /** Flushes everything, and makes the database usable for a server. */
    void complete() throws SQLException;
}
