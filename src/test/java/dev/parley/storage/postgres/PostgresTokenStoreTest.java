package dev.parley.storage.postgres;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsPostgres
class PostgresTokenStoreTest extends TokenStoreContract {

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

        history = OPENED.restart(false);

        assertThat(lastName(digest)).hasValue("ada");
    }

    @Test
    void failureOfTheDatabaseFailsTheStage() {
        TokenStore store = tokenStore();
        OPENED.close();

        assertThat(store.lastName("digest").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .satisfies(failure -> assertThat(failure.getCause())
                        .isInstanceOfAny(
                                StorageException.class, java.util.concurrent.RejectedExecutionException.class));
    }
}
