package dev.parley.chat.session;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.Scheduler;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
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
            Executor lanes,
            Executor pages) {
        return new ServerResources(
                messageHistory,
                tokenStore,
                sanctionStore,
                clock,
                scheduler,
                lanes,
                pages,
                new InMemoryNicknameRegistry(),
                RoomRelay.NONE,
                "node");
    }
}
