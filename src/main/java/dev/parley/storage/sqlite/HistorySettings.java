package dev.parley.storage.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where messages are kept, and for how long.
 *
 * @param file the database file ({@code parley.history.file}); made if there is none, its folder is not
 * @param retention messages older than this are dropped ({@code parley.history.retention}); zero means never
 * @param maxMessages the most messages kept of each room ({@code parley.history.max-messages}); 0 means no limit
 * @param restored whether the file was put back from an older copy ({@code parley.history.restored-from-backup}): every room then
 *     gets a new epoch, so that no client takes new messages for those of the same number that the copy did not have
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
