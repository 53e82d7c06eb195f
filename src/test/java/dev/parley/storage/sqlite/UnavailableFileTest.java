package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.integration.ChildProcess;
import dev.parley.storage.HistoryUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that an unusable file is refused with a sentence and is not changed. */
class UnavailableFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setFile() {
        file = folder.resolve("parley.db");
    }

    @Test
    void emptyFileIsInitialized() throws IOException {
        Files.createFile(file);

        open().close();
        open().close();
    }

    @Test
    void backupBesideTheWriteAheadLogOfTheReplacedDatabaseIsRefused() throws IOException {
        open().close();
        Path log = Files.writeString(folder.resolve("parley.db-wal"), "the log of the replaced database", UTF_8);
        byte[] backup = Files.readAllBytes(file);

        assertThatExceptionOfType(HistoryUnavailableException.class)
                .isThrownBy(this::openRestored)
                .withMessageContaining("parley.db-wal and parley.db-shm")
                .withMessageContaining("remove both");
        assertThat(file).hasBinaryContent(backup);

        Files.delete(log);
        assertThatCode(() -> openRestored().close()).doesNotThrowAnyException();
    }

    private SqliteHistory openRestored() {
        HistorySettings settings = new HistorySettings(file, Duration.ofDays(30), 0, true);
        return SqliteHistory.open(settings, Clock.systemUTC(), Runnable::run, Runnable::run);
    }

    @Test
    void fileThatIsNoDatabaseIsRefused() throws IOException {
        Files.writeString(file, "Dear diary, today I learned what a database is.\n".repeat(200), UTF_8);

        assertRefused("it is not one of Parley's databases");
    }

    @Test
    void fileTooShortForADatabaseIsRefused() throws IOException {
        Files.writeString(file, "SQLite format 3\0", UTF_8);

        assertRefused("it is not one of Parley's databases");
    }

    @Test
    void databaseOfAnotherProgramIsRefused() throws Exception {
        execute("CREATE TABLE bookmarks (url TEXT)", "INSERT INTO bookmarks VALUES ('https://example.org/')");

        assertRefused("it is not one of Parley's databases");
    }

    @Test
    void databaseWithAnotherApplicationIdIsRefused() throws Exception {
        open().close();
        execute("PRAGMA application_id = 1");

        assertRefused("it is not one of Parley's databases");
    }

    @Test
    void truncatedDatabaseIsRefused() throws IOException {
        open().close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 100);
        }

        assertRefused("it is damaged");
    }

    @Test
    void databaseOverwrittenInTheMiddleIsRefused() throws IOException {
        open().close();
        overwrite(4_096, 4_096);

        assertRefused("it is damaged");
    }

    @Test
    void databaseOverwrittenAfterItsHeaderIsRefused() throws IOException {
        open().close();
        overwrite(100, 3_900);

        assertRefused("it is damaged");
    }

    @Test
    void databaseOfANewerVersionIsRefused() throws Exception {
        open().close();
        execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                + " execution_time, success) VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', '', 0, 1)");

        assertRefused("it was written by a newer version of Parley");
    }

    @Test
    void databaseInUseByThisProcessIsRefusedAndStaysLocked() throws Exception {
        try (SqliteHistory first = open()) {
            assertRefused("it is in use by another Parley");
            assertThat(isLockedForOtherProcesses()).isTrue();
            assertThat(get(first.rooms())).isEmpty();
        }
        assertThat(isLockedForOtherProcesses()).isFalse();
    }

    @Test
    void linkToADatabaseInUseIsRefused() throws Exception {
        try (SqliteHistory first = open()) {
            assertThat(get(first.rooms())).isEmpty();
            Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
            assertThatExceptionOfType(HistoryUnavailableException.class)
                    .isThrownBy(() -> SqliteHistory.open(
                            HistorySettings.standard(link), Clock.systemUTC(), Runnable::run, Runnable::run))
                    .withMessageContaining("in use");
        }
    }

    @Test
    void databaseInUseByAnotherProcessIsRefusedUntilThatIsKilled() throws Exception {
        Process other = ChildProcess.of(LockHolderMain.class, file.toString()).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("holding");
            assertRefused("it is in use by another Parley, process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        open().close();
    }

    @Test
    void directoryIsRefused() throws IOException {
        Files.createDirectory(file);

        assertThatExceptionOfType(HistoryUnavailableException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(sentence("it is not a file but a folder or the like"));
    }

    @Test
    void missingDirectoryIsRefusedAndNotCreated() {
        file = folder.resolve("missing").resolve("parley.db");

        assertThatExceptionOfType(HistoryUnavailableException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(sentence("its folder does not exist"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void pathWithAQuestionMarkIsRefused() {
        file = folder.resolve("what?.db");

        assertThatExceptionOfType(HistoryUnavailableException.class)
                .isThrownBy(this::open)
                .withMessageContaining("question mark");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void readOnlyFileIsRefused() throws IOException {
        open().close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeThat(Files.isWritable(file))
                .as("root may write everything, so this cannot be tried as root")
                .isFalse();

        assertRefused("it cannot be read and written");
    }

    @Test
    void readOnlyDirectoryIsRefused() throws IOException {
        open().close();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeThat(Files.isWritable(folder))
                    .as("root may write everything, so this cannot be tried as root")
                    .isFalse();
            assertRefused("nothing can be written to its folder");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private SqliteHistory open() {
        return SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC(), Runnable::run, Runnable::run);
    }

    private void assertRefused(String problem) throws IOException {
        byte[] before = Files.readAllBytes(file);

        assertThatExceptionOfType(HistoryUnavailableException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith(sentence(problem))
                .withMessageMatching("[^\n]*[a-z]\\.");
        assertThat(file).hasBinaryContent(before);
    }

    private String sentence(String problem) {
        return "Messages cannot be kept in " + file + " (parley.history.file): " + problem;
    }

    private void overwrite(int from, int count) throws IOException {
        byte[] noise = new byte[count];
        new Random(7).nextBytes(noise);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise), from);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private boolean isLockedForOtherProcesses() throws Exception {
        Process other = ChildProcess.of(LockHolderMain.class, file.toString()).start();
        try {
            return !"holding".equals(other.inputReader().readLine());
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
