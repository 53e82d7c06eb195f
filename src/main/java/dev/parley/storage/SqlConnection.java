package dev.parley.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A connection within a transaction. Confined to the thread that runs the transaction. */
public interface SqlConnection {

    /** Executes a statement, and returns the number of changed rows. */
    int update(String sql, @Nullable Object... values) throws SQLException;

    /** Executes a query. The caller closes the result. */
    ResultSet query(String sql, @Nullable Object... values) throws SQLException;

    /** Returns a client for statements that run rarely. It passes no texts of users. */
    JdbcClient client();

    /** Returns a text that was stored by {@link #update}; null if the column is null. */
    @Nullable
    String text(ResultSet row, int column) throws SQLException;

    /** Returns a text of a column that is not null. */
    default String required(ResultSet row, int column) throws SQLException {
        String text = text(row, column);
        if (text == null) {
            throw new SQLException("Column " + column + " is null.");
        }
        return text;
    }

    /**
     * Returns the end of a query that locks its row until the transaction ends; empty for a database with one writer, whose
     * transactions do not overlap.
     */
    String rowLock();
}
