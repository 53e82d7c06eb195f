package dev.parley.storage.sqlite;

import dev.parley.storage.HistoryUnavailableException;
import dev.parley.text.OwnerOnlyFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Migrates a database file to the tables of this version. */
final class SchemaMigrator {

    /** The latest migration in {@code db/migration/sqlite}. */
    static final int VERSION = 12;

    private final DatabaseFile file;

    SchemaMigrator(DatabaseFile file) {
        this.file = file;
    }

    /**
     * Creates the tables, or migrates them.
     *
     * @param isNew whether the file is empty
     * @throws HistoryUnavailableException if the file is damaged, or newer than this version
     */
    void prepare(boolean isNew) {
        try {
            // SQLite gives the files beside it the same permissions.
            OwnerOnlyFile.createIfMissing(file.path());
        } catch (IOException e) {
            throw FileProblems.failing(file.path(), e);
        }
        try (var connection = SqliteConnection.settings().createConnection("jdbc:sqlite:" + file.path());
                var statement = connection.createStatement()) {
            if (isNew) {
                // Before the write-ahead log, so that the first page of the file has it: a file without it would be
                // taken for that of another program at the next start.
                statement.execute("PRAGMA application_id = " + DatabaseFile.APPLICATION_ID);
            }
            try (var mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
                if (!mode.next() || !"wal".equals(mode.getString(1))) {
                    throw FileProblems.noWriteAheadLog(file.path());
                }
            }
            int version = isNew ? 0 : version(statement);
            if (version > VERSION) {
                throw FileProblems.newer(file.path());
            }
            // Flyway would find nothing to do, and takes longer than all other steps of opening.
            if (version < VERSION) {
                migrate(connection);
            }
        } catch (SQLException | FlywayException e) {
            throw file.unusable(e);
        }
    }

    /** Returns the last migration of the file; 0 if there was none. */
    static int version(Statement statement) throws SQLException {
        try (ResultSet table =
                statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'flyway_schema_history'")) {
            if (!table.next()) {
                return 0;
            }
        }
        try (ResultSet row = statement.executeQuery(
                "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")) {
            return row.getInt(1);
        }
    }

    /** Creates the tables, or migrates them: all migrations, or none if one fails. */
    static void migrate(Connection connection) {
        Flyway.configure()
                .dataSource(new SingleConnectionDataSource(connection, true))
                .locations("classpath:db/migration/sqlite")
                // One commit, which waits for the disk once.
                .group(true)
                .load()
                .migrate();
    }
}
