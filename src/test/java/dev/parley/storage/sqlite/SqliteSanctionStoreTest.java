package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import dev.parley.chat.room.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteSanctionStoreTest extends SanctionStoreContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    private SqliteHistory history;

    @BeforeEach
    void open() {
        open(Runnable::run);
    }

    private void open(Executor executor) {
        history = files.reopen(time.clock(), executor);
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
        open();

        assertThat(join(sanctionStore().all())).containsExactly(bob);
    }

    @Test
    void rejectedTaskFailsTheStageAndChangesNothing() {
        Executor full = task -> {
            throw new RejectedExecutionException();
        };
        open(full);
        SanctionStore rejecting = sanctionStore();

        assertThat(rejecting.all().toCompletableFuture()).isCompletedExceptionally();
        assertThat(rejecting.save(sanction(Sanction.Kind.BAN, "bob", null)).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
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
