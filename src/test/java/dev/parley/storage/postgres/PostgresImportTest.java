package dev.parley.storage.postgres;

import dev.parley.chat.room.ImportContract;
import dev.parley.chat.room.MessageHistory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class PostgresImportTest extends ImportContract {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final OpenedHistory opened = new OpenedHistory(DATABASE, time.clock());

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        opened.close();
        DATABASE.clear();
        return opened.open(DATABASE.settings(retention, maxMessages, false));
    }

    @AfterEach
    void close() {
        opened.close();
    }
}
