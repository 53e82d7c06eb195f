package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.BotStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteBotStoreTest extends BotStoreContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = files.reopen(Clock.systemUTC(), Runnable::run);
    }

    @Override
    protected BotStore botStore() {
        return history.botStore();
    }

    @Test
    void botsSurviveARestart() {
        join(botStore().add(CI));
        open();

        assertThat(join(botStore().all())).containsExactly(CI);
    }
}
