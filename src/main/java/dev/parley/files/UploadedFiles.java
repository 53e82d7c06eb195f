package dev.parley.files;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the server: uploads, downloads, and their end. Thread-safe. */
public final class UploadedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(UploadedFiles.class);
    private static final Duration CLEAN_UP = Duration.ofHours(1);

    private final FileDirectory directory;
    private final FileQuota quota;
    private final FileUploads uploads;
    private final FileLifecycle lifecycle;
    private final long maxSize;

    private UploadedFiles(
            FileDirectory directory, FileQuota quota, FileUploads uploads, FileLifecycle lifecycle, long maxSize) {
        this.maxSize = maxSize;
        this.directory = directory;
        this.quota = quota;
        this.uploads = uploads;
        this.lifecycle = lifecycle;
    }

    /**
     * Starts the clean-up: now and each hour.
     *
     * @param worker runs one task at a time, which may block on the disk and the history
     */
    public static UploadedFiles start(
            FileSettings settings, MessageHistory history, Scheduler scheduler, Executor worker, Clock clock) {
        FileDirectory directory = new FileDirectory(settings.directory());
        FileQuota quota = new FileQuota(settings.maxTotal(), settings.maxPerUser(), () -> usableSpace(directory));
        FileCleaner cleaner = new FileCleaner(directory, quota, history, settings.retention(), clock);
        FileLifecycle lifecycle = new FileLifecycle(directory, quota, cleaner, worker);
        FileUploads uploads = new FileUploads(directory, quota, settings.maxSize(), worker, clock);
        lifecycle.clean();
        scheduler.scheduleWithFixedDelay(CLEAN_UP, lifecycle::clean);
        return new UploadedFiles(directory, quota, uploads, lifecycle, settings.maxSize());
    }

    private static long usableSpace(FileDirectory directory) {
        try {
            return directory.usableSpace();
        } catch (IOException e) {
            LOG.warn("The free space for files is unknown.", e);
            return 0;
        }
    }

    /** Creates the directory now instead of with the first upload; fails if that is impossible. */
    public void createDirectory() throws IOException {
        directory.create();
    }

    /** Returns the most bytes of a file. */
    public long maxSize() {
        return maxSize;
    }

    /** Returns what receives files. */
    public FileUploads uploads() {
        return uploads;
    }

    /** Returns what has to receive the events of the server. */
    public ChatEventListener listener() {
        return lifecycle;
    }

    /** Finds a file; reads a small file. */
    public Optional<StoredFile> find(FileToken token) throws IOException {
        return directory.find(token);
    }

    /** Returns the path of the content. */
    public Path content(StoredFile file) {
        return FileDirectory.content(directory.folder(file.token()));
    }

    /** Returns the path of the thumbnail; null if the file has none. */
    public @Nullable Path thumbnail(StoredFile file) {
        return file.thumbnail() == null ? null : FileDirectory.thumbnail(directory.folder(file.token()));
    }

    /** Returns the bytes of all files and their thumbnails; on several nodes, those of other nodes as of the last clean-up. */
    public long storedBytes() {
        return quota.stored();
    }
}
