package dev.parley.chat.session;

import dev.parley.chat.hook.HookSender;
import dev.parley.chat.hook.HookStore;
import dev.parley.chat.hook.Webhooks;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.search.MessageSearch;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Holds what the core needs from outside.
 *
 * @param forRooms what rooms need; its executor also runs the token writer
 */
public record ServerResources(
        RoomResources forRooms,
        DirectMessageStore directMessageStore,
        NicknameRegistry nicknameRegistry,
        TokenStore tokenStore,
        SanctionStore sanctionStore,
        OperatorStore operatorStore,
        BotStore botStore,
        AccessStore accessStore,
        HookStore hookStore,
        HookSender hookSender,
        MessageSearch messageSearch) {

    /** Creates resources without a search. */
    public ServerResources(
            RoomResources forRooms,
            DirectMessageStore directMessageStore,
            NicknameRegistry nicknameRegistry,
            TokenStore tokenStore,
            SanctionStore sanctionStore,
            OperatorStore operatorStore,
            BotStore botStore,
            AccessStore accessStore,
            HookStore hookStore,
            HookSender hookSender) {
        this(
                forRooms,
                directMessageStore,
                nicknameRegistry,
                tokenStore,
                sanctionStore,
                operatorStore,
                botStore,
                accessStore,
                hookStore,
                hookSender,
                MessageSearch.unavailable("This server has no search."));
    }

    /** Creates the webhooks of a server. */
    Webhooks webhooks(RoomRegistry rooms, ChatEvents events, ChatMetrics metrics, Consumer<String> notices) {
        return new Webhooks(hookStore, hookSender, forRooms, rooms, events, metrics, notices);
    }

    /** Returns the clock of the rooms. */
    Clock clock() {
        return forRooms.clock();
    }

    /** Returns the scheduler of the rooms. */
    Scheduler scheduler() {
        return forRooms.scheduler();
    }

    /** Returns the executor of the rooms. */
    Executor lanes() {
        return forRooms.lanes();
    }

    /** Returns the relay of the rooms. */
    RoomRelay relay() {
        return forRooms.relay();
    }

    /** Returns the lease of this node. */
    NodeLease lease() {
        return forRooms.lease();
    }
}
