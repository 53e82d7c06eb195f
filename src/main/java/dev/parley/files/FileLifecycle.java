package dev.parley.files;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Room;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties files to messages: records the message that a file belongs to, and removes the file when the message is deleted or edited,
 * or its room removed. An event that is lost, as in a crash, is made up for by {@link FileCleaner}. Thread-safe; only
 * passes work to the thread of files.
 */
final class FileLifecycle implements ChatEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(FileLifecycle.class);

    private final FileDirectory directory;
    private final FileQuota quota;
    private final FileCleaner cleaner;
    private final Executor worker;
    private final AtomicBoolean cleaning = new AtomicBoolean();

    FileLifecycle(FileDirectory directory, FileQuota quota, FileCleaner cleaner, Executor worker) {
        this.directory = directory;
        this.quota = quota;
        this.cleaner = cleaner;
        this.worker = worker;
    }

    @Override
    public void onEntry(RoomName room, LogEntry entry) {
        if (entry instanceof Message message) {
            FileLine.tokenIn(message.text())
                    .ifPresent(
                            token -> submit(() -> attach(room, entry.position().seq(), token)));
        } else if (entry instanceof Edit edit) {
            submit(() -> onText(room, edit.target(), edit.text()));
        } else if (entry instanceof Deletion deletion) {
            submit(() -> onText(room, deletion.target(), ""));
        }
    }

    @Override
    public void onRoomClosed(Room room) {
        clean();
    }

    /** Compares all files with their messages, soon and once for all requests that wait. */
    void clean() {
        if (cleaning.compareAndSet(false, true)) {
            submit(() -> {
                cleaning.set(false);
                cleaner.run();
            });
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void submit(Work work) {
        try {
            worker.execute(() -> {
                try {
                    work.run();
                } catch (IOException | RuntimeException e) {
                    LOG.warn("The files of a message were not updated; the hourly clean-up tries again.", e);
                }
            });
        } catch (RejectedExecutionException e) {
            cleaning.set(false);
            LOG.debug("Too many files wait for an update; the hourly clean-up makes up for it.", e);
        }
    }

    /** Handles the new text of a message: its former file is removed unless the text still contains it. */
    private void onText(RoomName room, long message, String text) throws IOException {
        Optional<FileToken> token = FileLine.tokenIn(text);
        Optional<StoredFile> former = directory.findByMessage(room, message);
        if (former.isPresent() && !token.equals(former.map(StoredFile::token))) {
            remove(former.get());
        }
        if (token.isPresent()) {
            attach(room, message, token.get());
        }
    }

    /** A message that repeats the line of another one is no owner of the file. */
    private void attach(RoomName room, long message, FileToken token) throws IOException {
        Optional<StoredFile> file = directory.find(token);
        if (file.isPresent() && room.equals(file.get().room()) && file.get().message() == 0) {
            directory.attach(file.get(), message);
        }
    }

    private void remove(StoredFile file) throws IOException {
        long bytes = directory.bytes(directory.folder(file.token()));
        directory.remove(file);
        quota.add(file.owner(), -bytes);
    }
}
