package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Checks the migration of files of earlier versions. */
class SchemaMigratorTest {

    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = connect("parley.db");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    static IntStream earlierVersions() {
        return IntStream.range(1, SchemaMigrator.VERSION);
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void fileOfAnEarlierVersionHasTheTablesOfANewOneAfterItsMigration(int version) throws SQLException {
        migrateTo(version);

        SchemaMigrator.migrate(connection);

        assertThat(version()).isEqualTo(SchemaMigrator.VERSION);
        try (Connection fresh = connect("new.db")) {
            SchemaMigrator.migrate(fresh);
            assertThat(schema(connection)).hasSizeGreaterThan(20).isEqualTo(schema(fresh));
        }
    }

    @Test
    void failedMigrationLeavesTheFileAsItWas() throws SQLException {
        migrateTo(5);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE hook (id INTEGER)"); // the ninth migration creates it
        }
        List<String> before = schema(connection);

        assertThatExceptionOfType(FlywayException.class).isThrownBy(() -> SchemaMigrator.migrate(connection));

        assertThat(version()).isEqualTo(5);
        assertThat(schema(connection)).isEqualTo(before);
    }

    private Connection connect(String file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
    }

    /** Migrates as the earlier versions did, with one transaction for each migration. */
    private void migrateTo(int version) {
        Flyway.configure()
                .dataSource(new SingleConnectionDataSource(connection, true))
                .locations("classpath:db/migration/sqlite")
                .target(Integer.toString(version))
                .load()
                .migrate();
    }

    private int version() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return SchemaMigrator.version(statement);
        }
    }

    private static List<String> schema(Connection connection) throws SQLException {
        List<String> schema = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, sql FROM sqlite_schema ORDER BY name")) {
            while (rows.next()) {
                schema.add(rows.getString(1) + ": " + rows.getString(2));
            }
        }
        return schema;
    }
}
