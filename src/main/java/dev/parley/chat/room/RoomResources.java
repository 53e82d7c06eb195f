package dev.parley.chat.room;

import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * Holds what rooms need from outside the core.
 *
 * @param relay reaches the other nodes; {@link RoomRelay#NONE} if there are none
 * @param presence has the members of all nodes
 * @param node the id of this node, which is never used again
 * @param lanes runs the tasks of the rooms, which do not block
 */
public record RoomResources(
        MessageHistory messageHistory,
        RoomRelay relay,
        PresenceRegistry presence,
        String node,
        Clock clock,
        Scheduler scheduler,
        Executor lanes) {}
