package dev.parley.storage.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.storage.HistoryUnavailableException;
import dev.parley.text.OwnerOnlyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Restricts a database file to one process by a lock on a file beside it. A lock on the database itself would not do,
 * because closing any descriptor drops SQLite's locks there. The operating system frees the lock when the process ends.
 * The lock file stays: after removing it, two processes could lock two files of the same name.
 */
final class LockFile implements AutoCloseable {

    /**
     * The files that this process has locked. File locks belong to the process: opening a locked file a second time and
     * closing it would free the first lock.
     */
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private LockFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Acquires the lock of a database file.
     *
     * @throws HistoryUnavailableException if another process holds it, or the lock file cannot be created
     */
    static LockFile of(Path file) {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        if (!LOCKED_HERE.add(path)) {
            throw FileProblems.inUse(file, " in this same process");
        }
        try {
            return new LockFile(path, lock(file, path));
        } catch (IOException e) {
            LOCKED_HERE.remove(path);
            throw FileProblems.failing(file, e);
        } catch (HistoryUnavailableException e) {
            LOCKED_HERE.remove(path);
            throw e;
        }
    }

    private static FileChannel lock(Path file, Path path) throws IOException {
        OwnerOnlyFile.createIfMissing(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw FileProblems.inUse(file, holder(path));
            }
            writeHolder(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Writes the process id for the error message of another process. Ignores a failure. */
    private static void writeHolder(FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
        } catch (IOException ignored) {
            return;
        }
    }

    private static String holder(Path path) {
        try {
            String pid = Files.readString(path, US_ASCII);
            return pid.matches("[0-9]{1,10}") ? ", process " + pid : "";
        } catch (IOException ignored) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            return;
        }
        LOCKED_HERE.remove(path);
    }
}
