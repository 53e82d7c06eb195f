package dev.parley.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the transcript of one client, entry by entry: its stays in a room, which a resume joins, its receipts and refusals. Keeps
 * the times for which the client had its nickname.
 */
final class ClientCheck {

    /** A time for which a client was logged in; {@code until} is {@link Long#MAX_VALUE} if it still is. */
    record Login(String client, String name, String node, long from, long until) {}

    private final String client;
    private final LogFiles log;
    private final Map<String, String> digests;
    private final BiConsumer<ClusterChecker.Check, String> report;
    private final long latestMicros;
    private final List<Login> logins = new ArrayList<>();
    private final Map<String, Entry.Sent> sent = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();
    private Entry.@Nullable Connected connected;
    private Entry.@Nullable Joined joined;
    private long last; // the number of the last message, or the position of the join

    /**
     * Creates a check of one client.
     *
     * @param digests the digest of each position that any client has seen
     * @param latestMicros the longest time from a commit to its delivery
     */
    ClientCheck(
            String client,
            LogFiles log,
            Map<String, String> digests,
            long latestMicros,
            BiConsumer<ClusterChecker.Check, String> report) {
        this.client = client;
        this.log = log;
        this.digests = digests;
        this.latestMicros = latestMicros;
        this.report = report;
    }

    /** Returns the times for which the client was logged in. */
    List<Login> logins() {
        close(Long.MAX_VALUE);
        return logins;
    }

    void check(Entry entry) {
        if (entry instanceof Entry.Connected e) {
            close(e.at());
            connected = e;
        } else if (entry instanceof Entry.Joined e) {
            onJoined(e);
        } else if (entry instanceof Entry.Received e) {
            onReceived(e);
        } else if (entry instanceof Entry.Sent e) {
            if (sent.put(e.key(), e) != null) {
                repeated.add(e.key());
            }
        } else if (entry instanceof Entry.Acknowledged e) {
            onAcknowledged(e);
        } else if (entry instanceof Entry.Refused e) {
            onRefused(e);
        } else if (entry instanceof Entry.Closed e) {
            close(e.at());
        }
    }

    private void close(long at) {
        Entry.Connected before = connected;
        if (before != null) {
            logins.add(new Login(client, before.name(), before.node(), before.at(), at));
        }
        connected = null;
    }

    private void onJoined(Entry.Joined join) {
        Entry.Joined before = joined;
        String position = before == null ? "" : before.epoch() + ":" + last;
        if (!join.requested().isEmpty()) {
            boolean kept = join.requested().startsWith(log.epoch(join.room()) + ":");
            if (!join.recovered() && kept) {
                report(
                        ClusterChecker.Check.STAYS,
                        "could not continue after " + join.requested() + ", which the log has");
            }
            if (join.recovered() && !join.requested().equals(join.epoch() + ":" + join.after())) {
                report(
                        ClusterChecker.Check.STAYS,
                        "continued after " + join.epoch() + ":" + join.after() + " instead of " + join.requested());
            }
            if (before != null && !join.requested().equals(position)) {
                report(
                        ClusterChecker.Check.STAYS,
                        "requested " + join.requested() + " and not " + position + ", the last position it had");
            }
        }
        joined = join;
        last = join.after();
    }

    private void onReceived(Entry.Received message) {
        Entry.Joined stay = joined;
        String position = message.epoch() + ":" + message.seq();
        if (stay == null) {
            report(ClusterChecker.Check.STAYS, "received " + position + " before it was in the room");
            return;
        }
        if (!message.epoch().equals(stay.epoch())) {
            report(ClusterChecker.Check.STAYS, "received " + position + " in a stay with epoch " + stay.epoch());
        } else if (message.seq() != last + 1) {
            report(ClusterChecker.Check.STAYS, "received " + position + " after " + last);
        }
        last = message.seq();
        compare(stay.room(), position, message.digest());
        LogFiles.Row row = message.epoch().equals(log.epoch(stay.room())) ? log.row(stay.room(), message.seq()) : null;
        if (row != null) {
            if (!row.digest().equals(message.digest())) {
                report(ClusterChecker.Check.STAYS, "received another text at " + position + " than the log has");
            }
            onTimes(row, message.at(), Math.max(row.committed(), stay.at()), "received " + position);
        } else if (message.epoch().equals(log.epoch(stay.room()))) {
            report(ClusterChecker.Check.STAYS, "received " + position + ", which the log does not have");
        }
    }

    private void compare(String room, String position, String digest) {
        String other = digests.putIfAbsent(room + " " + position, digest);
        if (other != null && !other.equals(digest)) {
            report(ClusterChecker.Check.STAYS, "has another text at " + position + " than another client");
        }
    }

    private void onTimes(LogFiles.Row row, long at, long expected, String event) {
        if (row.committed() > 0 && at < row.committed()) {
            report(
                    ClusterChecker.Check.COMMITS,
                    event + " " + (row.committed() - at) + " µs before the commit of the message");
        } else if (row.committed() > 0 && at - expected > latestMicros) {
            report(
                    ClusterChecker.Check.COMMITS,
                    event + " " + (at - expected) / 1_000 + " ms after the commit, which is too late");
        }
    }

    private void onAcknowledged(Entry.Acknowledged receipt) {
        Entry.Sent message = sent.get(receipt.key());
        String position = receipt.epoch() + ":" + receipt.seq();
        Entry.Joined stay = joined;
        if (message == null || stay == null) {
            report(ClusterChecker.Check.RECEIPTS, "has a receipt for " + receipt.key() + ", which it did not send");
            return;
        }
        compare(stay.room(), position, message.digest());
        if (!receipt.epoch().equals(log.epoch(stay.room()))) {
            return; // the messages of the earlier epoch may be lost by a failover
        }
        LogFiles.Row row = log.row(stay.room(), receipt.seq());
        if (row == null || !row.digest().equals(message.digest())) {
            report(
                    ClusterChecker.Check.RECEIPTS,
                    "has the receipt " + position + " for " + receipt.key() + ", and the log has "
                            + (row == null ? "nothing" : "another text") + " there");
        } else {
            if (!row.reference().equals(message.reference())) {
                report(ClusterChecker.Check.RECEIPTS, "has another reference at " + position + " than the log");
            }
            onTimes(row, receipt.at(), Long.MAX_VALUE, "got the receipt " + position);
        }
    }

    private void onRefused(Entry.Refused refusal) {
        Entry.Sent message = sent.get(refusal.key());
        Entry.Joined stay = joined;
        // The first attempt of a message that was sent again may have been stored.
        boolean definite = message != null && !repeated.contains(refusal.key());
        Long seq = message == null || stay == null || !definite ? null : log.find(stay.room(), message.digest());
        if (seq != null) {
            report(
                    ClusterChecker.Check.REFUSALS,
                    "was refused " + refusal.key() + " (" + refusal.code() + "), which the log has at " + seq);
        }
    }

    private void report(ClusterChecker.Check check, String sentence) {
        report.accept(check, client + " " + sentence + ".");
    }
}
