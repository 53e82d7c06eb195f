package dev.parley.chat.room;

import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * Holds what rooms need from outside the core.
 *
 * @param relay reaches the other nodes; {@link RoomRelay#NONE} if there are none
 * @param lanes runs the tasks of the rooms, which do not block
 */
public record RoomResources(
        MessageHistory messageHistory, RoomRelay relay, Clock clock, Scheduler scheduler, Executor lanes) {}
