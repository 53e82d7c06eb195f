package dev.parley.storage.postgres;

import dev.parley.chat.room.InviteStore;
import dev.parley.chat.room.InviteStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

@NeedsPostgres
class PostgresInviteStoreTest extends InviteStoreContract {

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
    protected InviteStore inviteStore() {
        return history.inviteStore();
    }
}
