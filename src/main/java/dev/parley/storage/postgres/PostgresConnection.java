package dev.parley.storage.postgres;

import dev.parley.storage.SqlConnection;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A connection to PostgreSQL. Escapes texts by {@link NulEscaping}. The driver keeps the prepared statements. */
final class PostgresConnection implements SqlConnection {

    private final Connection connection;
    private @Nullable JdbcClient client;

    PostgresConnection(Connection connection) {
        this.connection = connection;
    }

    @Override
    public int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    @Override
    public ResultSet query(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.closeOnCompletion();
            set(statement, values);
            return statement.executeQuery();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof String text ? NulEscaping.escape(text) : value);
        }
    }

    /** Returns an array of texts, escaped. */
    Array texts(@Nullable String[] texts) throws SQLException {
        @Nullable String[] escaped = texts.clone();
        for (int i = 0; i < escaped.length; i++) {
            String text = escaped[i];
            escaped[i] = text == null ? null : NulEscaping.escape(text);
        }
        return connection.createArrayOf("text", escaped);
    }

    /** Returns an array of binary values. */
    Array bytes(byte[] @Nullable [] values) throws SQLException {
        return connection.createArrayOf("bytea", values);
    }

    /** Returns an array of truth values. */
    Array booleans(Boolean[] values) throws SQLException {
        return connection.createArrayOf("boolean", values);
    }

    @Override
    public JdbcClient client() {
        JdbcClient here = client;
        if (here == null) {
            here = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            client = here;
        }
        return here;
    }

    @Override
    public @Nullable String text(ResultSet row, int column) throws SQLException {
        String stored = row.getString(column);
        return stored == null ? null : NulEscaping.unescape(stored);
    }

    @Override
    public String rowLock() {
        return " FOR UPDATE";
    }
}
