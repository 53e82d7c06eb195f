package dev.parley.storage.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of the message history.
 *
 * @param file the database file ({@code parley.history.file}); created if it does not exist, but its directory is
 *     not
 * @param retention how long messages are kept ({@code parley.history.retention}); 0 for no limit
 * @param maxMessages how many messages are kept in each room ({@code parley.history.max-messages}); 0 for no limit
 * @param restored whether the file is an older copy ({@code parley.history.restored-from-backup}): every room then
 *     gets a new epoch, so that clients discard what they received since the copy was made
 */
public record HistorySettings(Path file, Duration retention, int maxMessages, boolean restored) {

    /** Checks the limits. */
    public HistorySettings {
        if (retention.isNegative()) {
            throw new IllegalArgumentException(
                    "parley.history.retention is " + retention + "; it has to be 0 (no limit) or more.");
        }
        if (maxMessages < 0) {
            throw new IllegalArgumentException(
                    "parley.history.max-messages is " + maxMessages + "; it has to be 0 (no limit) or more.");
        }
    }

    /** Returns the default limits: 30 days, and 100,000 messages per room. */
    public static HistorySettings standard(Path file) {
        return new HistorySettings(file, Duration.ofDays(30), 100_000, false);
    }
}
