package dev.parley.storage.sqlite;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.MessageHistoryContract;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteHistoryTest extends MessageHistoryContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return files.create(time.clock(), retention, maxMessages);
    }
}
