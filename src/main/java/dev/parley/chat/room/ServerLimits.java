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
 * @param admission the limits of users and rooms by address
 * @param editWindow the time for which the author may edit or delete a message; 0 for never
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
        int sessionsPerUser,
        AdmissionLimits admission,
        Duration editWindow) {

    /** The default of {@link #editWindow}. */
    public static final Duration EDIT_WINDOW = Duration.ofHours(24);

    /** Creates limits that admit any number of users and rooms from an address. */
    public ServerLimits(
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
        this(
                names,
                messageLength,
                rate,
                burst,
                replay,
                rooms,
                roomsPerPerson,
                grace,
                presenceBatchThreshold,
                pace,
                sessionsPerUser,
                AdmissionLimits.NONE,
                EDIT_WINDOW);
    }

    /** Returns these limits with other limits by address. */
    public ServerLimits withAdmission(AdmissionLimits other) {
        return with(other, editWindow);
    }

    /** Returns these limits with another time in which messages can be changed. */
    public ServerLimits withEditWindow(Duration other) {
        return with(admission, other);
    }

    private ServerLimits with(AdmissionLimits otherAdmission, Duration otherEditWindow) {
        return new ServerLimits(
                names,
                messageLength,
                rate,
                burst,
                replay,
                rooms,
                roomsPerPerson,
                grace,
                presenceBatchThreshold,
                pace,
                sessionsPerUser,
                otherAdmission,
                otherEditWindow);
    }

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
