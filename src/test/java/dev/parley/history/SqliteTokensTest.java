package dev.parley.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.people.ResumeToken;
import dev.parley.people.Tokens;
import dev.parley.people.Tokens.Bearer;
import dev.parley.people.TokensContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokensTest extends TokensContract {

    @TempDir
    private Path folder;

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = SqliteHistory.open(HistorySettings.standard(folder.resolve("parley.db")), time.clock());
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Override
    protected Tokens tokens() {
        return history.tokens();
    }

    @Override
    protected void prune(Instant now) {
        history.prune(now);
    }

    @Test
    void tokensAreKnownAfterARestart() {
        String digest = ResumeToken.fresh().digest();
        tokens().remember(List.of(new Bearer(digest, "ada")), now());
        close();
        open();

        assertThat(tokens().lastName(digest)).hasValue("ada");
    }
}
