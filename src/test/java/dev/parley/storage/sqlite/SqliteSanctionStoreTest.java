package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSanctionStoreTest extends SanctionStoreContract {

    @TempDir
    private Path folder;

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")), time.clock(), Runnable::run, Runnable::run);
    }

    @AfterEach
    void close() {
        history.close();
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
        sanctionStore().save(bob);
        close();
        open();

        assertThat(sanctionStore().all()).containsExactly(bob);
    }
}
