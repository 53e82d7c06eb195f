package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookStore;
import dev.parley.chat.hook.HookStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteHookStoreTest extends HookStoreContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = files.reopen(Clock.systemUTC(), Runnable::run);
    }

    @Override
    protected HookStore hookStore() {
        return history.hookStore();
    }

    @Test
    void hooksSurviveARestart() {
        Hook hook = create("dev", "bot");
        open();

        assertThat(join(hookStore().all())).containsExactly(hook);
    }

    @Test
    void processThatHasTheFileDelivers() {
        assertThat(join(hookStore().claim("node"))).isTrue();
    }
}
