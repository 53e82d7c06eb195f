package dev.parley.chat.session;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Holds what the core needs from outside.
 *
 * @param lanes runs the tasks of rooms and of the token writer; its threads may block on the disk
 * @param pages reads history, tokens and sanctions; its threads may block on the disk, and its queue is bounded
 * @param relay passes signals to the other nodes
 */
public record ServerResources(
        MessageHistory messageHistory,
        TokenStore tokenStore,
        SanctionStore sanctionStore,
        Clock clock,
        Scheduler scheduler,
        Executor lanes,
        Executor pages,
        DirectMessageStore directMessageStore,
        RoomRelay relay) {

    /** Creates the resources of a server that has one node and no direct messages. */
    public ServerResources(
            MessageHistory messageHistory,
            TokenStore tokenStore,
            SanctionStore sanctionStore,
            Clock clock,
            Scheduler scheduler,
            Executor lanes,
            Executor pages) {
        this(
                messageHistory,
                tokenStore,
                sanctionStore,
                clock,
                scheduler,
                lanes,
                pages,
                DirectMessageStore.NONE,
                RoomRelay.NONE);
    }

    /** Returns the same with a store of direct messages, whose signals pass through a relay. */
    public ServerResources withDirectMessages(DirectMessageStore store, RoomRelay signals) {
        return new ServerResources(
                messageHistory, tokenStore, sanctionStore, clock, scheduler, lanes, pages, store, signals);
    }

    /** Returns the part that rooms need. */
    RoomResources forRooms() {
        return new RoomResources(messageHistory, clock, scheduler, lanes, pages);
    }

    /**
     * Reads on a thread that may block.
     *
     * @return the value; fails if {@code reading} fails or if the queue of reads is full
     */
    <T> CompletionStage<T> read(Supplier<T> reading) {
        return forRooms().read(reading);
    }
}
