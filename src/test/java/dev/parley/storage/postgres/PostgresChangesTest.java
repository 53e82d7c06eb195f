package dev.parley.storage.postgres;

import dev.parley.chat.room.ChangeContract;
import dev.parley.chat.room.MessageHistory;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

@NeedsPostgres
class PostgresChangesTest extends ChangeContract {

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
