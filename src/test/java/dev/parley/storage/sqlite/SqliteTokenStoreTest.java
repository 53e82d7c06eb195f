package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.identity.TokenStoreContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
        history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")), time.clock(), Runnable::run, Runnable::run);
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
        tokenStore().save(List.of(new TokenOwner(digest, "ada")), now());
        close();
        open();

        assertThat(tokenStore().lastName(digest)).hasValue("ada");
    }
}
