package dev.parley.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database that a migration reads. No server uses it, and none can start with it, until it is closed. Confined to one
 * thread, which blocks. Rows are never all in memory.
 */
public interface OfflineDatabase extends AutoCloseable {

    /** Receives a row, with an entry for each column of its table. */
    interface RowConsumer {
        void accept(@Nullable Object[] row) throws SQLException;
    }

    /** Returns where the database is, for the operator: without password. */
    String location();

    /** Returns the number of rows of a table. */
    long count(StoredTable table) throws SQLException;

    /** Reads all rows of a table in its order. */
    void read(StoredTable table, RowConsumer rows) throws SQLException;

    /** Releases the database. A target that is not complete stays unusable for a server. */
    @Override
    void close();
}
