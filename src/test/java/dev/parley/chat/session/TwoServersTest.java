package dev.parley.chat.session;

import dev.parley.chat.hook.ScriptedHookSender;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import dev.parley.storage.memory.InMemoryAccessStore;
import dev.parley.storage.memory.InMemoryBotStore;
import dev.parley.storage.memory.InMemoryDirectMessageStore;
import dev.parley.storage.memory.InMemoryHookStore;
import dev.parley.storage.memory.InMemoryMessageHistory;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryOperatorStore;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.storage.memory.InMemoryRoomRelay;
import dev.parley.storage.memory.InMemorySanctionStore;
import dev.parley.storage.memory.InMemoryTokenStore;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Two chat servers that share stores in memory. */
class TwoServersTest extends TwoServersContract {

    private final ExecutorService signals = Executors.newSingleThreadExecutor();
    private final InMemoryMessageHistory history = new InMemoryMessageHistory(Clock.systemUTC());
    private final InMemoryDirectMessageStore directMessages = new InMemoryDirectMessageStore(Clock.systemUTC());
    private final InMemoryNicknameRegistry nicknames = new InMemoryNicknameRegistry();
    private final InMemoryPresenceRegistry presence = new InMemoryPresenceRegistry();
    private final InMemoryTokenStore tokens = new InMemoryTokenStore(Clock.systemUTC());
    private final InMemorySanctionStore sanctions = new InMemorySanctionStore(Clock.systemUTC());
    private final InMemoryOperatorStore operators = new InMemoryOperatorStore();
    private final InMemoryBotStore bots = new InMemoryBotStore();
    private final InMemoryAccessStore invites = new InMemoryAccessStore();
    private final InMemoryRoomRelay relay = new InMemoryRoomRelay(signals);

    @AfterEach
    void shutdownSignals() {
        signals.shutdownNow();
    }

    @Override
    protected int messages() {
        return 100_000;
    }

    @Override
    protected ServerResources resources(String label, Scheduler scheduler, Executor threads) {
        return new ServerResources(
                new RoomResources(history, relay.connect(), presence, label, Clock.systemUTC(), scheduler, threads),
                directMessages,
                nicknames,
                tokens,
                sanctions,
                operators,
                bots,
                invites,
                new InMemoryHookStore(),
                new ScriptedHookSender());
    }
}
