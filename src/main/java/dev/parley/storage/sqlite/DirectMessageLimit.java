package dev.parley.storage.sqlite;

import java.sql.SQLException;
import java.util.List;

/**
 * Limits the number of direct messages of all users. Deletes the oldest ones of the users who have sent most, so that a
 * flood of some users does not displace the messages of others.
 */
final class DirectMessageLimit {

    /** The number of messages of all users that are kept. */
    static final int MOST_OF_SERVER = 200_000;

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
    void apply(SqliteConnection connection, long headBefore, long head) throws SQLException {
        if (head / interval == headBefore / interval) {
            return;
        }
        List<Sender> senders = connection
                .client()
                .sql("SELECT sender, count(*) FROM direct_message GROUP BY sender")
                .query((row, number) -> new Sender(row.getString(1), row.getInt(2)))
                .list();
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
