package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.SanctionStore;
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
 * @param pages reads history; its threads may block on the disk, and its queue is bounded
 * @param relay reaches the other nodes; {@link RoomRelay#NONE} if there are none
 * @param nodeId the id of this node, unique at any time
 */
public record ServerResources(
        MessageHistory messageHistory,
        TokenStore tokenStore,
        SanctionStore sanctionStore,
        Clock clock,
        Scheduler scheduler,
        Executor lanes,
        Executor pages,
        NicknameRegistry nicknameRegistry,
        RoomRelay relay,
        String nodeId) {

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
