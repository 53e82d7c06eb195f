package dev.parley.storage.postgres;

import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.AccessStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

@NeedsPostgres
class PostgresAccessStoreTest extends AccessStoreContract {

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
    protected AccessStore accessStore() {
        return history.accessStore();
    }
}
