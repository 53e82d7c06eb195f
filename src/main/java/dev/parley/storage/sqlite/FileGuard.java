package dev.parley.storage.sqlite;

import dev.parley.chat.room.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the database file is still the one that was opened. SQLite keeps writing to a file that was deleted or
 * replaced, and everything would be lost when the server stops. Confined to the holder of the {@link TransactionRunner}.
 */
final class FileGuard {

    /** How long a successful check holds, because each one reads the attributes of 2 files. */
    private static final long HOLDS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path file;
    private final Path log;
    private @Nullable Object key; // null until the file is open, and where the file system has no keys, as on Windows
    private @Nullable Object logKey; // null while no connection has written
    private @Nullable String problem; // of the log: only a restart helps
    private long checkedAt = System.nanoTime() - HOLDS;

    private FileGuard(Path file) {
        this.file = file;
        this.log = file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Returns a guard of the file that is opened first at this path. */
    static FileGuard of(Path file) {
        return new FileGuard(file);
    }

    /** Throws a {@link StorageException} if the file was deleted or replaced. */
    void check() {
        if (problem == null && System.nanoTime() - checkedAt < HOLDS) {
            return;
        }
        if (key != null && !key.equals(key(file))) {
            throw failure(
                    "The database file " + file + " was deleted or replaced while the server runs. Put it back, or"
                            + " stop the server, restore a backup, and start the server again.");
        }
        if (logKey != null && !logKey.equals(key(log))) {
            problem = "The file " + log + " was deleted or replaced while the server runs. It contains the latest"
                    + " messages. Stop the server, which writes them to the database file, and start it again.";
        }
        if (problem != null) {
            throw failure(problem);
        }
        checkedAt = System.nanoTime();
    }

    /** Records that a connection was opened. */
    void onOpen() {
        if (key == null) {
            key = key(file);
        }
    }

    /** Records that a transaction was committed, so that the write-ahead log exists. */
    void onCommit() {
        if (logKey == null) {
            logKey = key(log);
        }
    }

    /** Records that the connection was closed, whereby SQLite may have deleted the write-ahead log. */
    void onClose() {
        logKey = null;
    }

    private static StorageException failure(String sentence) {
        return new StorageException(sentence, false, new IOException(sentence));
    }

    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException ignored) {
            return null;
        }
    }
}
