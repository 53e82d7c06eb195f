package dev.parley.storage.sqlite;

import dev.parley.chat.room.ChangeContract;
import dev.parley.chat.room.MessageHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteChangesTest extends ChangeContract {

    @TempDir
    private Path folder;

    private final List<SqliteHistory> opened = new ArrayList<>();
    private final ExecutorService writes = Executors.newSingleThreadExecutor();
    private final ExecutorService reads = Executors.newFixedThreadPool(2);

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        Path file = folder.resolve("parley" + opened.size() + ".db");
        SqliteHistory history = SqliteHistory.open(
                new HistorySettings(file, retention, maxMessages, false), time.clock(), writes, reads);
        opened.add(history);
        return history;
    }

    @AfterEach
    void close() {
        opened.forEach(SqliteHistory::close);
        writes.shutdown();
        reads.shutdown();
    }
}
