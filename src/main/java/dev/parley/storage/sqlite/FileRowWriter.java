package dev.parley.storage.sqlite;

import dev.parley.storage.OfflineTarget;
import dev.parley.storage.StoredTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Inserts rows into a table of a file, each by the same statement. */
final class FileRowWriter implements OfflineTarget.RowWriter {

    private final Connection connection;
    private final PreparedStatement insert;

    FileRowWriter(Connection connection, String name, StoredTable table) throws SQLException {
        this.connection = connection;
        this.insert = connection.prepareStatement("INSERT INTO " + name + " (" + table.columnNames() + ") VALUES ("
                + String.join(", ", Collections.nCopies(table.columns().size(), "?")) + ")");
    }

    @Override
    public void write(@Nullable Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            insert.setObject(i + 1, row[i]);
        }
        insert.executeUpdate();
    }

    @Override
    public void finish() throws SQLException {
        insert.close();
        connection.commit();
    }
}
