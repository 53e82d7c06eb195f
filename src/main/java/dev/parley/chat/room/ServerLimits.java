package dev.parley.chat.room;

import dev.parley.chat.identity.NicknamePolicy;
import java.time.Duration;

/**
 * The limits everybody is held to.
 *
 * @param names what may be a name
 * @param messageLength the most characters (code points) of a message
 * @param rate messages a second that one person may send in the long run; 0 means no limit
 * @param burst messages that one person may send at once
 * @param replay messages shown on joining where nothing else is asked for
 * @param rooms the most rooms
 * @param roomsPerPerson the most rooms one person may be in
 * @param grace how long name and place are held for somebody who was cut off and has a token
 * @param crowd above so many people in a room joins and leaves are gathered
 * @param pace the least time between two commits of a room; doubled under load
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
        int crowd,
        Duration pace) {

    /** The defaults. */
    public static ServerLimits defaults() {
        return new ServerLimits(
                new NicknamePolicy(10), 500, 5, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ofMillis(5));
    }
}
