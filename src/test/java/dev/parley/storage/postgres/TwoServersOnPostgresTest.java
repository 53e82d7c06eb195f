package dev.parley.storage.postgres;

import dev.parley.chat.hook.ScriptedHookSender;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.TwoServersContract;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Two chat servers that share a database. */
@NeedsPostgres
@Tag("short")
class TwoServersOnPostgresTest extends TwoServersContract {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final List<PostgresHistory> histories = new ArrayList<>();
    private final ExecutorService writes = Executors.newFixedThreadPool(4);
    private final ExecutorService reads = Executors.newFixedThreadPool(2);

    @AfterEach
    void closeHistories() {
        histories.forEach(PostgresHistory::close);
        writes.shutdownNow();
        reads.shutdownNow();
        DATABASE.clear();
    }

    @Override
    protected int messages() {
        return 3_000;
    }

    @Override
    protected ServerResources resources(String label, Scheduler scheduler, Executor threads) {
        PostgresHistory history = PostgresHistory.open(DATABASE.settings(), Clock.systemUTC(), writes, reads, label);
        histories.add(history);
        return new ServerResources(
                new RoomResources(
                        history,
                        history.roomRelay(),
                        history.presenceRegistry(),
                        history.nodeLease(),
                        Clock.systemUTC(),
                        scheduler,
                        threads),
                history.directMessageStore(),
                history.nicknameRegistry(),
                history.tokenStore(),
                history.sanctionStore(),
                history.operatorStore(),
                history.botStore(),
                history.accessStore(),
                history.hookStore(),
                new ScriptedHookSender());
    }
}
