package dev.parley.storage.postgres;

import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.OperatorStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsPostgres
class PostgresOperatorStoreTest extends OperatorStoreContract {

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
    protected OperatorStore operatorStore() {
        return history.operatorStore();
    }

    @Test
    void operatorHasTheLastNicknameOfItsToken() {
        checkNickname(history.tokenStore());
    }
}
