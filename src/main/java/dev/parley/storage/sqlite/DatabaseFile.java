package dev.parley.storage.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.storage.HistoryUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Checks whether a database file may be opened. Only reads, so that a refused file stays unchanged. */
final class DatabaseFile {

    /** The {@code application_id} of Parley's files: "Prly". */
    static final int APPLICATION_ID = 0x50726C79;

    /** The {@code application_id} of a file that a migration has not completed: "Prlm". */
    static final int MIGRATION_ID = 0x50726C6D;

    // See https://www.sqlite.org/fileformat.html#the_database_header
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE_SIZE_AT = 16;
    private static final int PAGES_AT = 28;
    private static final int APPLICATION_ID_AT = 68;

    /** Files up to this size are checked completely before they are opened, which takes a fraction of a second. */
    private static final long SMALL = 32L << 20;

    private final Path path;

    private DatabaseFile(Path path) {
        this.path = path;
    }

    /**
     * Returns the file at a path, if it may be written.
     *
     * @throws HistoryUnavailableException if no database can be there
     */
    static DatabaseFile at(Path named) {
        Path file = named.toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file) || (Files.exists(file) && !Files.isRegularFile(file))) {
            throw FileProblems.notAFile(file);
        }
        if (!Files.isDirectory(folder)) {
            throw FileProblems.folderMissing(file);
        }
        // The driver takes the text after a question mark for settings, and would open another file.
        if (file.toString().indexOf('?') >= 0) {
            throw FileProblems.badName(file);
        }
        try {
            // One lock per file, even if it is reached by several links.
            Path real =
                    Files.exists(file) ? file.toRealPath() : folder.toRealPath().resolve(file.getFileName());
            if (Files.exists(real) && !(Files.isReadable(real) && Files.isWritable(real))) {
                throw FileProblems.notWritable(file);
            }
            Path realFolder = real.getParent();
            if (realFolder == null || !Files.isWritable(realFolder)) {
                throw FileProblems.folderNotWritable(file);
            }
            return new DatabaseFile(real);
        } catch (IOException e) {
            throw FileProblems.failing(file, e);
        }
    }

    /** Returns the real path. */
    Path path() {
        return path;
    }

    /**
     * Checks the content. The caller holds the lock, and SQLite has not opened the file.
     *
     * @return whether the file is empty or missing
     * @throws HistoryUnavailableException if it is no history, or a damaged one
     */
    boolean isNew() {
        try {
            if (!Files.exists(path) || Files.size(path) == 0) {
                return true;
            }
            boolean recovering = Files.exists(beside("-wal")) && Files.size(beside("-wal")) > 0;
            checkHeader(recovering);
            checkContent(recovering);
            return false;
        } catch (IOException e) {
            throw FileProblems.failing(path, e);
        }
    }

    /** Returns whether a write-ahead log with content lies beside the file, which SQLite would apply to it. */
    boolean hasWriteAheadLog() {
        try {
            return Files.exists(beside("-wal")) && Files.size(beside("-wal")) > 0;
        } catch (IOException e) {
            throw FileProblems.failing(path, e);
        }
    }

    /** Returns whether a migration to the file did not end. */
    boolean isIncompleteTarget() throws IOException {
        return Files.exists(path)
                && Files.size(path) >= HEADER
                && ByteBuffer.wrap(header()).getInt(APPLICATION_ID_AT) == MIGRATION_ID;
    }

    /** Deletes the file and those that SQLite creates beside it. */
    void delete() throws IOException {
        for (String suffix : List.of("-journal", "-wal", "-shm", "")) {
            Files.deleteIfExists(beside(suffix));
        }
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** Returns the header, padded with zeros if the file is shorter. */
    private byte[] header() throws IOException {
        try (InputStream content = Files.newInputStream(path)) {
            return Arrays.copyOf(content.readNBytes(HEADER), HEADER);
        }
    }

    private void checkHeader(boolean recovering) throws IOException {
        byte[] bytes = header();
        ByteBuffer header = ByteBuffer.wrap(bytes);
        long size = Files.size(path);
        if (size < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw FileProblems.notParley(path);
        }
        if (header.getInt(APPLICATION_ID_AT) == MIGRATION_ID) {
            throw FileProblems.migrationInterrupted(path);
        }
        if (header.getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
            throw FileProblems.notParley(path);
        }
        int written = header.getShort(PAGE_SIZE_AT);
        long pageSize = written == 1 ? 65_536 : written;
        boolean whole = size >= pageSize * header.getInt(PAGES_AT);
        // After a crash the last pages may be in the write-ahead log only.
        if (pageSize < 512 || Long.bitCount(pageSize) != 1 || !(whole || recovering)) {
            throw FileProblems.corrupt(path, null);
        }
    }

    private void checkContent(boolean recovering) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        // Immutable, so that SQLite creates no files beside it; not if there is a log, without which the file is out
        // of date.
        String url =
                "jdbc:sqlite:" + (recovering ? path : "file:" + path.toUri().getRawPath() + "?immutable=1");
        boolean small = Files.size(path) <= SMALL;
        try (Connection connection = config.createConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        small
                                ? "PRAGMA quick_check(1)"
                                : "SELECT CASE WHEN count(*) >= 0 THEN 'ok' END FROM sqlite_schema")) {
            if (!rows.next() || !"ok".equals(rows.getString(1))) {
                throw FileProblems.corrupt(path, null);
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Translates an SQLite error on opening. */
    HistoryUnavailableException unusable(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException failure) {
                SQLiteErrorCode code = failure.getResultCode();
                if (code.name().startsWith("SQLITE_CORRUPT") || code == SQLiteErrorCode.SQLITE_NOTADB) {
                    return FileProblems.corrupt(path, broken);
                }
                return FileProblems.failing(path, failure);
            }
        }
        return FileProblems.failing(path, broken);
    }
}
