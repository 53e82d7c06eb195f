package dev.parley.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of messages that are older than the one before them, because a clock was wrong. Between 2 steps the times of
 * a room do not decrease, so that a message is found by its time without an index.
 */
public final class ClockSteps {

    /**
     * Sequence numbers whose times do not decrease.
     *
     * @param first the first one
     * @param end the one after the last
     */
    record Segment(long first, long end) {}

    private ClockSteps() {}

    /** Adds the message at a sequence number. */
    public static void add(SqlConnection connection, long room, long seq) throws SQLException {
        connection.update("INSERT INTO clock_step (room, seq) VALUES (?, ?) ON CONFLICT DO NOTHING", room, seq);
    }

    /** Returns the segments of a room, in rising order. */
    static List<Segment> segments(SqlConnection connection, RowMapper.RoomRow room) throws SQLException {
        List<Segment> segments = new ArrayList<>();
        long first = room.oldest();
        try (ResultSet steps = connection.query(
                "SELECT seq FROM clock_step WHERE room = ? AND seq > ? ORDER BY seq", room.id(), first)) {
            while (steps.next()) {
                long step = steps.getLong(1);
                segments.add(new Segment(first, step));
                first = step;
            }
        }
        segments.add(new Segment(first, room.head() + 1));
        return segments;
    }
}
