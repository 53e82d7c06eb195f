package dev.parley.chat.room;

import dev.parley.chat.identity.NicknamePolicy;
import java.time.Duration;

/**
 * The limits that apply to every user.
 *
 * @param names the rules for nicknames
 * @param messageLength the longest message, in characters (code points)
 * @param rate the messages per second that a user may send in the long run; 0 means no limit
 * @param burst the messages that a user may send at once
 * @param replay the number of messages that a join replays by default
 * @param rooms the number of rooms
 * @param roomsPerPerson the number of rooms that a user may join
 * @param grace the resume window
 * @param presenceBatchThreshold the number of users in a room above which joins and leaves are collected
 * @param pace the shortest time between two commits of a room; doubled under load
 * @param sessionsPerUser the number of sessions that a user may have
 */
public record ServerLimits(
        NicknamePolicy names,
        int messageLength,
        int rate,
        int burst,
        int replay,
        int rooms,
        int roomsPerPerson,
        Duration grace,
        int presenceBatchThreshold,
        Duration pace,
        int sessionsPerUser) {

    /** Returns the defaults. */
    public static ServerLimits defaults() {
        return new ServerLimits(
                new NicknamePolicy(10),
                500,
                5,
                20,
                50,
                1_000,
                20,
                Duration.ofSeconds(15),
                100,
                Duration.ofMillis(5),
                10);
    }
}
