package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.hook.HookStore;
import dev.parley.chat.hook.HookStoreContract;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsPostgres
class PostgresHookStoreTest extends HookStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final OpenedHistory OPENED = new OpenedHistory(DATABASE);

    private PostgresHistory history;

    @BeforeEach
    void open() {
        history = OPENED.empty(Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Override
    protected HookStore hookStore() {
        return history.hookStore();
    }

    @Test
    void oneNodeDeliversUntilItEnds() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PostgresHistory second =
                PostgresHistory.open(DATABASE.settings(), Clock.systemUTC(), threads, threads, "second")) {
            String first = history.nodeLease().nodeId();
            PostgresHistory third =
                    PostgresHistory.open(DATABASE.settings(), Clock.systemUTC(), threads, threads, "third");
            String ofThird = third.nodeLease().nodeId();
            String ofSecond = second.nodeLease().nodeId();

            assertThat(join(third.hookStore().claim(ofThird))).isTrue();
            assertThat(join(second.hookStore().claim(ofSecond))).isFalse();
            assertThat(join(third.hookStore().claim(ofThird))).isTrue();
            third.close();

            assertThat(join(second.hookStore().claim(ofSecond))).isTrue();
            assertThat(join(history.hookStore().claim(first))).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }
}
