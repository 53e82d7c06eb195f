package dev.parley.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.storage.OfflineTarget;
import dev.parley.storage.StoredTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Inserts rows into a table by {@code COPY}. See https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". */
final class CopyRowWriter implements OfflineTarget.RowWriter {

    private static final int BUFFERED_CHARACTERS = 64 << 10;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(2 * BUFFERED_CHARACTERS);

    CopyRowWriter(Connection connection, StoredTable table) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.sqlName() + " (" + table.columnNames() + ") FROM STDIN");
    }

    @Override
    public void write(@Nullable Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                buffer.append('\t');
            }
            append(row[i]);
        }
        buffer.append('\n');
        if (buffer.length() >= BUFFERED_CHARACTERS) {
            flush();
        }
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            buffer.append("\\N");
        } else if (value instanceof byte[] bytes) {
            buffer.append("\\\\x").append(HexFormat.of().formatHex(bytes));
        } else if (value instanceof String text) {
            appendText(NulEscaping.escape(text));
        } else {
            buffer.append(value);
        }
    }

    private void appendText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> buffer.append("\\\\");
                case '\n' -> buffer.append("\\n");
                case '\r' -> buffer.append("\\r");
                case '\t' -> buffer.append("\\t");
                default -> buffer.append(c);
            }
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = buffer.toString().getBytes(UTF_8);
        buffer.setLength(0);
        copy.writeToCopy(bytes, 0, bytes.length);
    }

    @Override
    public void finish() throws SQLException {
        flush();
        copy.endCopy();
    }
}
