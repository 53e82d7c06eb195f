package dev.parley.storage.postgres;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.PruningContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

@NeedsPostgres
class PostgresPruningTest extends PruningContract {

    private static final OpenedHistory OPENED = new OpenedHistory(TestDatabase.create());

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return OPENED.empty(time.clock(), retention, maxMessages);
    }

    @Override
    protected void holdWrites() {
        OPENED.holdWrites();
    }

    @Override
    protected void runWrites() {
        OPENED.runWrites();
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }
}
