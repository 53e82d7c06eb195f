package dev.parley.storage.sqlite;

import dev.parley.text.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of the search index, beside the database: {@code parley-search.db} for {@code parley.db}. It contains nothing that the
 * database does not have, so that it can be deleted at any time while the server is stopped.
 *
 * <p>The id of an entry begins with its time, so that the newest entries of all rooms have the highest ids.
 */
final class SearchFile {

    /** The version of the tables. A file with another one is built again. */
    private static final int VERSION = 2;

    private static final String EXTENSION = ".db";

    private static final List<String> TABLES = List.of(
            "CREATE TABLE room (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL,"
                    + " head INTEGER NOT NULL)",
            "CREATE TABLE entry (id INTEGER PRIMARY KEY, room INTEGER NOT NULL, seq INTEGER NOT NULL,"
                    + " at INTEGER NOT NULL, name TEXT NOT NULL, action INTEGER NOT NULL, text TEXT NOT NULL,"
                    + " UNIQUE (room, seq))",
            "CREATE VIRTUAL TABLE word USING fts5(text, tags, content='', columnsize=0,"
                    + " tokenize='unicode61 remove_diacritics 2')",
            // Without places, which need CPU time and a third of the file: each found text is compared with the query.
            "CREATE VIRTUAL TABLE part USING fts5(text, room, author, content='', columnsize=0, detail=none,"
                    + " tokenize='trigram remove_diacritics 1')",
            // Otherwise the words of removed texts stay in the index until it merges its segments.
            "INSERT INTO word(word, rank) VALUES('secure-delete', 1)",
            "INSERT INTO part(part, rank) VALUES('secure-delete', 1)",
            "PRAGMA user_version = " + VERSION);

    /** FTS5 merges parts of the index when there are 16 of a level instead of 4, which needs less CPU time per message. */
    private static final List<String> SETTINGS = List.of(
            "INSERT INTO word(word, rank) VALUES('automerge', 16)",
            "INSERT INTO part(part, rank) VALUES('automerge', 16)");

    private final Path path;

    private SearchFile(Path path) {
        this.path = path;
    }

    /** Returns the file of the index of a database. */
    static SearchFile of(Path database) {
        Path file = database.toAbsolutePath().normalize();
        String name = String.valueOf(file.getFileName());
        String base = name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
        return new SearchFile(file.resolveSibling(base + "-search" + EXTENSION));
    }

    /** Returns the path. */
    Path path() {
        return path;
    }

    /** Opens the connection that writes; the tables are created if there are none. */
    SqliteConnection openWriting() throws SQLException, IOException {
        OwnerOnlyFile.createIfMissing(path);
        SqliteConnection connection = SqliteConnection.indexing(path);
        try {
            int version = version(connection);
            if (version == 0) {
                for (String table : TABLES) {
                    connection.execute(table);
                }
                connection.commit();
            } else if (version != VERSION) {
                throw new SQLException("The search index has version " + version + ".");
            }
            for (String setting : SETTINGS) {
                connection.execute(setting);
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static int version(SqliteConnection connection) throws SQLException {
        try (ResultSet row = connection.query("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** Opens a connection that reads. */
    SqliteConnection openReading() throws SQLException {
        return SqliteConnection.reading(path);
    }

    /** Deletes the file and those that SQLite creates beside it. */
    void delete() throws IOException {
        for (String suffix : List.of("-journal", "-wal", "-shm", "")) {
            Files.deleteIfExists(path.resolveSibling(path.getFileName() + suffix));
        }
    }

    /** Returns whether a failed write means that the file is damaged, or of another version, rather than a full disk. */
    static boolean isDamaged(SQLException failure) {
        if (failure instanceof SQLiteException broken) {
            SQLiteErrorCode code = broken.getResultCode();
            return isUnreadable(failure)
                    || code.name().startsWith("SQLITE_CONSTRAINT")
                    || code == SQLiteErrorCode.SQLITE_ERROR;
        }
        return true;
    }

    /** Returns whether a failed search means that the file is damaged. No text of a search has this effect. */
    static boolean isUnreadable(SQLException failure) {
        return failure instanceof SQLiteException broken
                && (broken.getResultCode().name().startsWith("SQLITE_CORRUPT")
                        || broken.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB);
    }
}
