package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.identity.TokenStoreContract;
import dev.parley.chat.room.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokenStoreTest extends TokenStoreContract {

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
    protected TokenStore tokenStore() {
        return history.tokenStore();
    }

    @Override
    protected void prune(Instant now) {
        get(history.prune(now));
    }

    @Test
    void tokensSurviveARestart() {
        String digest = ResumeToken.generate().digest();
        join(tokenStore().save(List.of(new TokenOwner(digest, "ada")), now()));
        close();
        open();

        assertThat(lastName(digest)).hasValue("ada");
    }

    @Test
    void rejectedTaskFailsTheStageAndChangesNothing() {
        Executor full = task -> {
            throw new RejectedExecutionException();
        };
        close();
        open(full);
        TokenStore rejecting = tokenStore();

        assertThat(rejecting.lastName("digest").toCompletableFuture()).isCompletedExceptionally();
        assertThat(rejecting
                        .save(List.of(new TokenOwner("digest", "ada")), now())
                        .toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
        close();
        open();
        assertThat(lastName("digest")).isEmpty();
    }

    @Test
    void failureOfTheFileFailsTheStage() {
        history.close();

        assertThat(tokenStore().lastName("digest").toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StorageException.class);
    }
}
