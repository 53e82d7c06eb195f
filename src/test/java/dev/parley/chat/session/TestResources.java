package dev.parley.chat.session;

import dev.parley.chat.hook.ScriptedHookSender;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import dev.parley.storage.memory.InMemoryAccessStore;
import dev.parley.storage.memory.InMemoryBotStore;
import dev.parley.storage.memory.InMemoryDirectMessageStore;
import dev.parley.storage.memory.InMemoryHookStore;
import dev.parley.storage.memory.InMemoryMessageSearch;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryOperatorStore;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import java.time.Clock;
import java.util.concurrent.Executor;

/** Creates the resources of a server that has one node. */
public final class TestResources {

    private TestResources() {}

    public static ServerResources of(
            MessageHistory messageHistory,
            TokenStore tokenStore,
            SanctionStore sanctionStore,
            Clock clock,
            Scheduler scheduler,
            Executor lanes) {
        return of(
                messageHistory,
                new InMemoryDirectMessageStore(clock),
                tokenStore,
                sanctionStore,
                clock,
                scheduler,
                lanes);
    }

    public static ServerResources of(
            MessageHistory messageHistory,
            DirectMessageStore directMessageStore,
            TokenStore tokenStore,
            SanctionStore sanctionStore,
            Clock clock,
            Scheduler scheduler,
            Executor lanes) {
        return new ServerResources(
                rooms(messageHistory, clock, scheduler, lanes),
                directMessageStore,
                new InMemoryNicknameRegistry(),
                tokenStore,
                sanctionStore,
                new InMemoryOperatorStore(),
                new InMemoryBotStore(),
                new InMemoryAccessStore(),
                new InMemoryHookStore(),
                new ScriptedHookSender(),
                new InMemoryMessageSearch(messageHistory));
    }

    /** Returns what rooms need. */
    public static RoomResources rooms(MessageHistory messageHistory, Clock clock, Scheduler scheduler, Executor lanes) {
        return new RoomResources(
                messageHistory, RoomRelay.NONE, new InMemoryPresenceRegistry(), "node", clock, scheduler, lanes);
    }
}
