package dev.parley.room;

import dev.parley.people.Alarms;
import dev.parley.people.Tokens;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What a house works with.
 *
 * @param lanes runs the rooms' lanes; may be blocked by the history's disk
 * @param pages reads pages of history and tokens; may be blocked by the disk, and holds no more tasks than there are
 *     connections
 */
public record Means(History history, Tokens tokens, Clock clock, Alarms alarms, Executor lanes, Executor pages) {}
