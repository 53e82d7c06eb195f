package dev.parley.storage.sqlite;

import dev.parley.storage.HistoryUnavailableException;
import dev.parley.storage.OfflineDatabase;
import dev.parley.storage.OfflineTarget;
import dev.parley.storage.StoredTable;
import dev.parley.text.OwnerOnlyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A file that a migration reads or fills. It holds the lock of the file, so that no server uses it. A file that is filled has
 * another {@code application_id} until it is complete, which each server refuses.
 */
public final class OfflineFile implements OfflineTarget {

    private static final int CACHE_KIB = 16 << 10;

    private final DatabaseFile file;
    private final LockFile lock;
    private final Connection connection;
    private boolean incomplete;

    private OfflineFile(DatabaseFile file, LockFile lock, Connection connection, boolean incomplete) {
        this.file = file;
        this.lock = lock;
        this.connection = connection;
        this.incomplete = incomplete;
    }

    /**
     * Opens the file of a server that is stopped.
     *
     * @throws HistoryUnavailableException if it is none, or in use
     */
    public static OfflineDatabase source(Path named) {
        DatabaseFile file = DatabaseFile.at(named);
        if (!Files.exists(file.path())) {
            throw FileProblems.missing(named);
        }
        LockFile lock = LockFile.of(file.path());
        try {
            if (file.isNew()) {
                throw FileProblems.missing(named);
            }
            Connection connection = connect(file, SynchronousMode.FULL);
            try {
                checkVersion(file, connection);
                return new OfflineFile(file, lock, connection, false);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            lock.close();
            throw file.unusable(e);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static void checkVersion(DatabaseFile file, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = SchemaMigrator.version(statement);
            if (version > SchemaMigrator.VERSION) {
                throw FileProblems.newer(file.path());
            }
            if (version < SchemaMigrator.VERSION) {
                throw FileProblems.older(file.path());
            }
        }
    }

    /**
     * Creates a file, or creates one again that a migration did not complete.
     *
     * @throws HistoryUnavailableException if there is another file
     */
    public static OfflineTarget target(Path named) {
        DatabaseFile file = DatabaseFile.at(named);
        if (hasContent(file)) {
            throw FileProblems.exists(named);
        }
        LockFile lock = LockFile.of(file.path());
        try {
            if (hasContent(file)) {
                throw FileProblems.exists(named);
            }
            file.delete();
            OwnerOnlyFile.createIfMissing(file.path());
            return new OfflineFile(file, lock, create(file), true);
        } catch (SQLException | FlywayException e) {
            lock.close();
            throw file.unusable(e);
        } catch (IOException e) {
            lock.close();
            throw FileProblems.failing(named, e);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static boolean hasContent(DatabaseFile file) {
        try {
            return Files.exists(file.path()) && Files.size(file.path()) > 0 && !file.isIncompleteTarget();
        } catch (IOException e) {
            throw FileProblems.failing(file.path(), e);
        }
    }

    private static Connection create(DatabaseFile file) throws SQLException {
        try (Connection first = connect(file, SynchronousMode.FULL);
                Statement statement = first.createStatement()) {
            statement.execute("PRAGMA application_id = " + DatabaseFile.MIGRATION_ID);
        }
        // Without flushes: a file that is not complete is created again.
        Connection connection = connect(file, SynchronousMode.OFF);
        try {
            SchemaMigrator.migrate(connection);
            // After Flyway, which rolls back: without a journal nothing can be rolled back.
            try (Statement statement = connection.createStatement();
                    ResultSet mode = statement.executeQuery("PRAGMA journal_mode = OFF")) {
                mode.next();
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connect(DatabaseFile file, SynchronousMode synchronous) throws SQLException {
        SQLiteConfig config = SqliteConnection.settings();
        config.setSynchronous(synchronous);
        config.setCacheSize(-CACHE_KIB);
        return config.createConnection("jdbc:sqlite:" + file.path());
    }

    private static String name(StoredTable table) {
        return table == StoredTable.CLIENT_MESSAGE ? "sent" : table.sqlName();
    }

    @Override
    public String location() {
        return file.path().toString();
    }

    @Override
    public long count(StoredTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + name(table))) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void read(StoredTable table, RowConsumer rows) throws SQLException {
        String order = table == StoredTable.CLIENT_MESSAGE ? "id" : table.order();
        String query = "SELECT " + table.columnNames() + " FROM " + name(table) + " ORDER BY " + order;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            table.read(row, UnaryOperator.identity(), rows);
        }
    }

    @Override
    public RowWriter writer(StoredTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM " + name(table));
        }
        return new FileRowWriter(connection, name(table), table);
    }

    @Override
    public void complete() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.force(true);
            statement.execute("PRAGMA journal_mode = DELETE");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA application_id = " + DatabaseFile.APPLICATION_ID);
            channel.force(true);
        } catch (IOException e) {
            throw FileProblems.failing(file.path(), e);
        }
        incomplete = false;
    }

    @Override
    public void close() {
        try {
            connection.close();
            if (incomplete) {
                file.delete();
            }
        } catch (SQLException | IOException ignored) {
            return; // the file is marked as incomplete
        } finally {
            lock.close();
        }
    }
}
