package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import dev.parley.chat.room.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
        open(Runnable::run);
    }

    private void open(Executor executor) {
        history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")), time.clock(), executor, executor);
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
        join(sanctionStore().save(bob));
        close();
        open();

        assertThat(join(sanctionStore().all())).containsExactly(bob);
    }

    @Test
    void rejectedTaskFailsTheStageAndChangesNothing() {
        Executor full = task -> {
            throw new RejectedExecutionException();
        };
        close();
        open(full);
        SanctionStore rejecting = sanctionStore();

        assertThat(rejecting.all().toCompletableFuture()).isCompletedExceptionally();
        assertThat(rejecting.save(sanction(Sanction.Kind.BAN, "bob", null)).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
        close();
        open();
        assertThat(join(sanctionStore().all())).isEmpty();
    }

    @Test
    void failureOfTheFileFailsTheStage() {
        history.close();

        assertThat(sanctionStore().all().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StorageException.class);
    }
}
