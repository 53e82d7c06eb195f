package dev.parley.files;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares all files with the stored messages. Removes files whose message is gone, as after the retention of messages; files of
 * an upload that was never sent; and what a crash has left. Removes nothing while the messages cannot be read. Runs on the
 * thread of files, and waits for the history there.
 */
final class FileCleaner {

    private static final Logger LOG = LoggerFactory.getLogger(FileCleaner.class);

    /** The time in which a client sends the message of a file that it has uploaded, also after a lost connection. */
    static final Duration SENT_WITHIN = Duration.ofHours(1);

    /** The time for which direct messages are stored. */
    static final Duration DIRECT = Duration.ofHours(24);

    private static final int ROWS = 200;
    private static final int MOST_PAGES = 50;

    private final FileDirectory directory;
    private final FileQuota quota;
    private final MessageHistory history;
    private final Duration retention;
    private final Clock clock;

    /**
     * Creates a cleaner.
     *
     * @param retention how long a file is kept at most; zero for as long as its message
     */
    FileCleaner(FileDirectory directory, FileQuota quota, MessageHistory history, Duration retention, Clock clock) {
        this.directory = directory;
        this.quota = quota;
        this.history = history;
        this.retention = retention;
        this.clock = clock;
    }

    /** Cleans up, and counts the bytes of the files that stay. */
    void run() throws IOException {
        Instant now = clock.instant();
        directory.removeUploads(now.minus(SENT_WITHIN));
        Map<String, Long> bytes = new HashMap<>();
        int removed = 0;
        boolean readable = true;
        for (FileToken token : directory.tokens()) {
            Optional<StoredFile> file = directory.find(token);
            if (file.isEmpty()) {
                removeDamaged(token, now);
                continue;
            }
            boolean keep = true;
            try {
                keep = !isExpired(file.get(), now) && (!readable || isWanted(file.get(), now));
            } catch (CompletionException e) {
                readable = false;
                LOG.warn("The messages of files cannot be read; their files are kept.", e);
            }
            if (keep) {
                bytes.merge(file.get().owner(), directory.bytes(directory.folder(token)), Long::sum);
            } else {
                directory.remove(directory.find(token).orElse(file.get()));
                removed++;
            }
        }
        quota.set(bytes);
        if (removed > 0) {
            LOG.info("Files were removed, because their messages are gone or they have expired: {}", removed);
        }
    }

    private void removeDamaged(FileToken token, Instant now) throws IOException {
        if (directory.changed(token).isBefore(now.minus(SENT_WITHIN))) {
            directory.removeFolder(directory.folder(token));
        }
    }

    private boolean isExpired(StoredFile file, Instant now) {
        Duration age = Duration.between(file.uploaded(), now);
        return (!retention.isZero() && age.compareTo(retention) > 0)
                || (file.room() == null && age.compareTo(DIRECT) > 0);
    }

    private boolean isWanted(StoredFile file, Instant now) throws IOException {
        if (file.room() == null) {
            return true;
        } else if (file.message() > 0) {
            long message = file.message();
            return carries(wait(history.messagesAfter(file.room(), message - 1, message, 1)), file);
        }
        return now.isBefore(file.uploaded().plus(SENT_WITHIN)) || findMessage(file);
    }

    private static boolean carries(MessageHistory.Page page, StoredFile file) {
        return page.messages().stream().anyMatch(message -> carries(message, file));
    }

    private static boolean carries(Message message, StoredFile file) {
        return FileLine.tokenIn(message.text()).filter(file.token()::equals).isPresent();
    }

    /** Looks for the message of a file that no event has named, among those since the upload. */
    private boolean findMessage(StoredFile file) throws IOException {
        if (file.room() == null) {
            return false;
        }
        long before = Long.MAX_VALUE;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            List<Message> messages =
                    wait(history.messagesBefore(file.room(), before, ROWS)).messages();
            for (Message message : messages) {
                if (carries(message, file)) {
                    directory.attach(file, message.position().seq());
                    return true;
                }
            }
            if (messages.isEmpty() || messages.get(0).at().isBefore(file.uploaded())) {
                return false;
            }
            before = messages.get(0).position().seq();
        }
        return false;
    }

    private static MessageHistory.Page wait(CompletionStage<MessageHistory.Page> page) {
        return page.toCompletableFuture().join();
    }
}
