package dev.parley.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits the number of direct messages of all users. Deletes the oldest ones of the users who have sent most, so that a
 * flood of some users does not displace the messages of others.
 */
final class DirectMessageLimit {

    /** The part of the limit that is stored between 2 counts, and deleted at once. */
    private static final int PART = 200;

    private final int most;
    private final int interval;

    DirectMessageLimit(int most) {
        this.most = most;
        this.interval = Math.max(1, most / PART);
    }

    private record Sender(String id, int messages) {}

    /** Deletes messages if there are too many. Counts them only if enough have been stored since the last count. */
    void apply(SqlConnection connection, long headBefore, long head) throws SQLException {
        if (head / interval == headBefore / interval) {
            return;
        }
        List<Sender> senders = senders(connection);
        if (total(senders, Integer.MAX_VALUE) <= most) {
            return;
        }
        int kept = keptOfEach(senders);
        for (Sender sender : senders) {
            if (sender.messages() > kept) {
                connection.update(
                        "DELETE FROM direct_message WHERE seq IN"
                                + " (SELECT seq FROM direct_message WHERE sender = ? ORDER BY seq LIMIT ?)",
                        sender.id(),
                        sender.messages() - kept);
            }
        }
    }

    private static List<Sender> senders(SqlConnection connection) throws SQLException {
        List<Sender> senders = new ArrayList<>();
        try (ResultSet row = connection.query("SELECT sender, count(*) FROM direct_message GROUP BY sender")) {
            while (row.next()) {
                senders.add(new Sender(connection.required(row, 1), row.getInt(2)));
            }
        }
        return senders;
    }

    private static long total(List<Sender> senders, int mostOfEach) {
        return senders.stream()
                .mapToLong(sender -> Math.min(sender.messages(), mostOfEach))
                .sum();
    }

    /** Returns the largest number of messages of each sender with which all are few enough. */
    private int keptOfEach(List<Sender> senders) {
        int low = 0;
        int high = most;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (total(senders, middle) <= most - interval) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
