package dev.parley.history;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Brings a database file to the tables of this version. */
final class Schema {

    private final DatabaseFile file;

    Schema(DatabaseFile file) {
        this.file = file;
    }

    /**
     * Makes the tables, or brings them up to date.
     *
     * @param isNew whether the file holds nothing yet
     * @throws HistoryUnusable if the file is damaged, or newer than this version
     */
    void prepare(boolean isNew) {
        try (var connection = Session.settings().createConnection("jdbc:sqlite:" + file.path());
                var statement = connection.createStatement()) {
            if (isNew) {
                // Before the write-ahead log, so that it stands in the file itself from the first page on: a file
                // without it would be taken for somebody else's at the next start.
                statement.execute("PRAGMA application_id = " + DatabaseFile.APPLICATION_ID);
            }
            try (var mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
                if (!mode.next() || !"wal".equals(mode.getString(1))) {
                    throw HistoryUnusable.noWriteAheadLog(file.path());
                }
            }
            Flyway.configure()
                    .dataSource(new SingleConnectionDataSource(connection, true))
                    .locations("classpath:db/migration/sqlite")
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayValidateException otherVersion) {
            throw HistoryUnusable.newer(file.path(), otherVersion);
        } catch (SQLException | FlywayException broken) {
            throw file.unusable(broken);
        }
    }
}
