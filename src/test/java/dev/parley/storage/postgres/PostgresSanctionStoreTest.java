package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSanctionStoreTest extends SanctionStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final OpenedHistory opened = new OpenedHistory(DATABASE, time.clock());
    private PostgresHistory history;

    @BeforeEach
    void open() {
        DATABASE.clear();
        history = opened.open();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected SanctionStore sanctionStore() {
        return history.sanctionStore();
    }

    @Override
    protected void prune(Instant now) {
        get(history.prune(now));
    }

    @Test
    void sanctionsSurviveARestart() {
        Sanction bob = sanction(Sanction.Kind.BAN, "bob", now().plusSeconds(60));
        join(sanctionStore().save(bob));

        history = opened.open();

        assertThat(join(sanctionStore().all())).containsExactly(bob);
    }
}
