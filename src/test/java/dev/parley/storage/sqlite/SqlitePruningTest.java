package dev.parley.storage.sqlite;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.PruningContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlitePruningTest extends PruningContract {

    @TempDir
    private Path folder;

    private final List<SqliteHistory> opened = new ArrayList<>();

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        Path file = folder.resolve("parley" + opened.size() + ".db");
        SqliteHistory history = SqliteHistory.open(
                new HistorySettings(file, retention, maxMessages, false), time.clock(), Runnable::run, Runnable::run);
        opened.add(history);
        return history;
    }

    @AfterEach
    void close() {
        opened.forEach(SqliteHistory::close);
    }
}
