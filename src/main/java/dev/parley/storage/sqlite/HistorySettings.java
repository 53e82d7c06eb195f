package dev.parley.storage.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of the message history, which the configuration has checked.
 *
 * @param file the database file ({@code parley.history.file}); created if it does not exist, but its directory is
 *     not
 * @param retention how long messages are kept ({@code parley.history.retention}); 0 for no limit
 * @param maxMessages how many messages are kept in each room ({@code parley.history.max-messages}); 0 for no limit
 * @param restored whether the file is an older copy ({@code parley.history.restored-from-backup}): every room then
 *     gets a new epoch, so that clients discard what they received since the copy was made
 * @param confirmDeletion whether stricter limits than before may delete more than half of the messages ({@code
 *     parley.history.confirm-deletion})
 */
public record HistorySettings(
        Path file, Duration retention, int maxMessages, boolean restored, boolean confirmDeletion) {

    /** Creates settings that confirm no deletion. */
    public HistorySettings(Path file, Duration retention, int maxMessages, boolean restored) {
        this(file, retention, maxMessages, restored, false);
    }

    /** Returns the default limits: 30 days, and 100,000 messages per room. */
    public static HistorySettings standard(Path file) {
        return new HistorySettings(file, Duration.ofDays(30), 100_000, false);
    }
}
