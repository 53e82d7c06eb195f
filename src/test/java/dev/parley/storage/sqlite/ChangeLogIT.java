package dev.parley.storage.sqlite;

import dev.parley.chat.room.ResumingReaders;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The long form of a test in {@link dev.parley.chat.room.ChangeContract}. */
@Tag("soak")
class ChangeLogIT {

    private static final int ENTRIES = 100_000;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void readersOfALongLogKnowWhatTheHistoryHas() {
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")),
                Clock.systemUTC(),
                Runnable::run,
                Runnable::run)) {
            ResumingReaders.check(history, ENTRIES, 7);
        }
    }
}
