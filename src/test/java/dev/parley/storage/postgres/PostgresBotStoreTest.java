package dev.parley.storage.postgres;

import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.BotStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

@NeedsPostgres
class PostgresBotStoreTest extends BotStoreContract {

    private static final OpenedHistory OPENED = new OpenedHistory(TestDatabase.create());

    private PostgresHistory history;

    @BeforeEach
    void open() {
        history = OPENED.empty(Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Override
    protected BotStore botStore() {
        return history.botStore();
    }
}
