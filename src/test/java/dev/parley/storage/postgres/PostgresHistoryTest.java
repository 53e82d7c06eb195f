package dev.parley.storage.postgres;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.MessageHistoryContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

@NeedsPostgres
class PostgresHistoryTest extends MessageHistoryContract {

    private static final OpenedHistory OPENED = new OpenedHistory(TestDatabase.create());

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return OPENED.empty(time.clock(), retention, maxMessages);
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }
}
