package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.identity.TokenStoreContract;
import dev.parley.chat.room.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteTokenStoreTest extends TokenStoreContract {

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
        open();

        assertThat(lastName(digest)).hasValue("ada");
    }

    @Test
    void rejectedTaskFailsTheStageAndChangesNothing() {
        Executor full = task -> {
            throw new RejectedExecutionException();
        };
        open(full);
        TokenStore rejecting = tokenStore();

        assertThat(rejecting.lastName("digest").toCompletableFuture()).isCompletedExceptionally();
        assertThat(rejecting
                        .save(List.of(new TokenOwner("digest", "ada")), now())
                        .toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
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
