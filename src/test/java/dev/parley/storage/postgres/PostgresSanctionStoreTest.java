package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsPostgres
class PostgresSanctionStoreTest extends SanctionStoreContract {

    private static final OpenedHistory OPENED = new OpenedHistory(TestDatabase.create());

    private PostgresHistory history;

    @BeforeEach
    void open() {
        history = OPENED.empty(time.clock());
    }

    @AfterAll
    static void close() {
        OPENED.close();
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

        history = OPENED.restart(false);

        assertThat(join(sanctionStore().all())).containsExactly(bob);
    }
}
