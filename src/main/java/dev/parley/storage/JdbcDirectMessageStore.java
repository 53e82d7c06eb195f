package dev.parley.storage;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageDraft;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.text.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Stores direct messages in the database of the history. Messages that arrive while others are stored share one commit.
 * Thread-safe; the executors block on the database, the callers do not.
 */
public final class JdbcDirectMessageStore implements DirectMessageStore {

    /** The maximum number of messages that wait for a commit. */
    private static final int MAX_WAITING = 10_000;

    private static final int MAX_BATCH = 500;

    /** The number of messages of all users that are kept. */
    public static final int MOST_OF_SERVER = 200_000;

    private static final int DELETED_AT_ONCE = 100;

    private static final String PURPOSE = "store direct messages";

    private static final String MESSAGES =
            "SELECT seq, at, sender, sender_name, recipient, recipient_name, text, reference FROM direct_message ";

    private final Transactions writing;
    private final Transactions reading;
    private final Clock clock;
    private final DirectMessageLimit limit;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final AtomicBoolean storing = new AtomicBoolean();

    /**
     * Creates a store.
     *
     * @param most the number of messages of all users that are kept
     */
    public JdbcDirectMessageStore(Transactions writing, Transactions reading, Clock clock, int most) {
        this.writing = writing;
        this.reading = reading;
        this.clock = clock;
        this.limit = new DirectMessageLimit(most);
    }

    private record Waiting(DirectMessageDraft draft, CompletableFuture<AppendResult> result, CommitDeadline deadline) {}

    @Override
    public CompletionStage<AppendResult> append(DirectMessageDraft draft) {
        CompletableFuture<AppendResult> result = new CompletableFuture<>();
        Waiting one = new Waiting(draft, result, CommitDeadline.start(PURPOSE, result));
        if (waiting.offer(one)) {
            storeWaiting();
        } else {
            one.result().completeExceptionally(new RejectedExecutionException("Too many messages wait."));
        }
        return one.result();
    }

    private void storeWaiting() {
        if (!waiting.isEmpty() && storing.compareAndSet(false, true)) {
            List<Waiting> batch = new ArrayList<>();
            writing.submit(PURPOSE, connection -> {
                        waiting.drainTo(batch, MAX_BATCH);
                        batch.removeIf(one -> one.result().isDone());
                        List<AppendResult> results = store(connection, batch);
                        for (Waiting one : batch) {
                            one.deadline().requireCommit();
                        }
                        return results;
                    })
                    .whenComplete((results, failure) -> {
                        if (failure == null) {
                            for (int i = 0; i < batch.size(); i++) {
                                batch.get(i).result().complete(results.get(i));
                            }
                        } else {
                            fail(batch, failure);
                        }
                        storing.set(false);
                        storeWaiting();
                    });
        }
    }

    private void fail(List<Waiting> batch, Throwable failure) {
        if (batch.isEmpty()) {
            // The transaction did not begin: the executor rejected it, or there is no connection.
            waiting.drainTo(batch);
        }
        batch.forEach(one -> one.result().completeExceptionally(failure));
    }

    /** The row of positions. */
    private record History(String epoch, long head, long lastAt) {}

    private static History history(SqlConnection connection, String rowLock) throws SQLException {
        try (ResultSet row = connection.query("SELECT epoch, head, last_at FROM direct_history" + rowLock)) {
            row.next();
            return new History(row.getString(1), row.getLong(2), row.getLong(3));
        }
    }

    private List<AppendResult> store(SqlConnection connection, List<Waiting> batch) throws SQLException {
        History history = history(connection, connection.rowLock());
        long head = history.head();
        Instant at = Instant.ofEpochMilli(history.lastAt());
        List<AppendResult> results = new ArrayList<>();
        for (Waiting one : batch) {
            DirectMessageDraft draft = one.draft();
            Optional<DirectMessage> before = repeated(connection, history.epoch(), draft);
            if (before.isPresent()) {
                results.add(draft.isRepeated(before.get()) ? new Stored(before.get(), true) : new Conflict());
                continue;
            }
            at = MessageHistory.timeOfNext(at, Instant.ofEpochMilli(draft.at().toEpochMilli()));
            DirectMessage message = draft.stored(new Position(history.epoch(), ++head), at);
            insert(connection, message);
            deleteExcess(connection, message);
            results.add(new Stored(message, false));
        }
        limit.apply(connection, history.head(), head);
        connection.update("UPDATE direct_history SET head = ?, last_at = ?", head, at.toEpochMilli());
        return results;
    }

    /** Returns the message with this reference; deletes one whose reference has expired. */
    private static Optional<DirectMessage> repeated(SqlConnection connection, String epoch, DirectMessageDraft draft)
            throws SQLException {
        Reference reference = draft.reference();
        if (reference == null) {
            return Optional.empty();
        }
        long since = keptSince(draft.at());
        connection.update(
                "DELETE FROM direct_message WHERE sender = ? AND reference = ? AND at <= ?",
                draft.senderId(),
                reference.id(),
                since);
        return find(connection, epoch, draft.senderId(), reference, since);
    }

    private static void insert(SqlConnection connection, DirectMessage message) throws SQLException {
        Reference reference = message.reference();
        connection.update(
                "INSERT INTO direct_message"
                        + " (seq, at, sender, sender_name, recipient, recipient_name, text, reference)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                message.position().seq(),
                message.at().toEpochMilli(),
                message.senderId(),
                message.from(),
                message.recipientId(),
                message.to(),
                message.text(),
                reference == null ? null : reference.id());
    }

    /** Deletes messages of a user who sent or received too many, several at once. */
    private static void deleteExcess(SqlConnection connection, DirectMessage message) throws SQLException {
        if (count(connection, "sender", message.senderId()) >= MOST_STORED + DELETED_AT_ONCE) {
            connection.update(
                    "DELETE FROM direct_message WHERE seq IN"
                            + " (SELECT seq FROM direct_message WHERE sender = ? ORDER BY seq LIMIT ?)",
                    message.senderId(),
                    DELETED_AT_ONCE);
        }
        if (count(connection, "recipient", message.recipientId()) >= MOST_STORED + DELETED_AT_ONCE) {
            connection.update(
                    "DELETE FROM direct_message WHERE seq IN (SELECT seq FROM (SELECT seq, row_number()"
                            + " OVER (PARTITION BY sender ORDER BY seq DESC) AS age FROM direct_message WHERE recipient = ?)"
                            + " AS received"
                            + " ORDER BY age DESC, seq LIMIT ?)",
                    message.recipientId(),
                    DELETED_AT_ONCE);
        }
    }

    private static int count(SqlConnection connection, String column, String userId) throws SQLException {
        try (ResultSet row = connection.query("SELECT count(*) FROM direct_message WHERE " + column + " = ?", userId)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public CompletionStage<Optional<DirectMessage>> find(String senderId, Reference reference) {
        long since = keptSince(clock.instant());
        return reading.submit(
                "look a direct message up",
                connection -> find(connection, history(connection, "").epoch(), senderId, reference, since));
    }

    private static Optional<DirectMessage> find(
            SqlConnection connection, String epoch, String senderId, Reference reference, long since)
            throws SQLException {
        return messages(
                        connection,
                        epoch,
                        MESSAGES + "WHERE sender = ? AND reference = ? AND at > ?",
                        senderId,
                        reference.id(),
                        since)
                .stream()
                .findFirst();
    }

    @Override
    public CompletionStage<Page> after(String userId, @Nullable Position after, int limit) {
        long since = keptSince(clock.instant());
        return reading.submit("read direct messages", connection -> page(connection, userId, after, since, limit));
    }

    private static Page page(SqlConnection connection, String userId, @Nullable Position after, long since, int limit)
            throws SQLException {
        History history = history(connection, "");
        Position end = new Position(history.epoch(), history.head());
        if (after == null || after.isAfter(end)) {
            return new Page(latest(connection, history.epoch(), userId, since, limit), end);
        }
        List<DirectMessage> next = following(connection, history.epoch(), userId, after.seq(), since, limit);
        return new Page(next, next.size() < limit ? end : next.get(limit - 1).position());
    }

    /** Reads the latest messages of each conversation, so that a flood of one user does not displace those of others. */
    private static List<DirectMessage> latest(
            SqlConnection connection, String epoch, String userId, long since, int limit) throws SQLException {
        return messages(
                connection,
                epoch,
                MESSAGES + "WHERE seq IN (SELECT seq FROM (SELECT seq, row_number() OVER (PARTITION BY"
                        + " CASE WHEN sender = ? THEN recipient ELSE sender END ORDER BY seq DESC) AS age"
                        + " FROM direct_message WHERE (sender = ? OR recipient = ?) AND at > ?)"
                        + " AS aged ORDER BY age, seq DESC LIMIT ?) ORDER BY seq",
                userId,
                userId,
                userId,
                since,
                limit);
    }

    /** Reads the next messages. Each index yields its rows in the order of their numbers. */
    private static List<DirectMessage> following(
            SqlConnection connection, String epoch, String userId, long after, long since, int limit)
            throws SQLException {
        String one = "SELECT seq FROM (SELECT seq FROM direct_message WHERE %1$s = ? AND seq > ? AND at > ?"
                + " ORDER BY seq LIMIT ?) AS %1$s_part";
        return messages(
                connection,
                epoch,
                MESSAGES + "WHERE seq IN (" + one.formatted("sender") + " UNION " + one.formatted("recipient")
                        + ") ORDER BY seq LIMIT ?",
                userId,
                after,
                since,
                limit,
                userId,
                after,
                since,
                limit,
                limit);
    }

    private static List<DirectMessage> messages(SqlConnection connection, String epoch, String query, Object... values)
            throws SQLException {
        List<DirectMessage> messages = new ArrayList<>();
        try (ResultSet row = connection.query(query, values)) {
            while (row.next()) {
                String reference = row.getString(8);
                messages.add(new DirectMessage(
                        new Position(epoch, row.getLong(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        connection.required(row, 3),
                        connection.required(row, 4),
                        connection.required(row, 5),
                        connection.required(row, 6),
                        connection.required(row, 7),
                        reference == null ? null : new Reference(reference)));
            }
        }
        return messages;
    }

    @Override
    public CompletionStage<?> prune(Instant now) {
        long since = keptSince(now);
        long future = now.plus(MessageHistory.CLOCK_TOLERANCE).toEpochMilli();
        return writing.submitSlices(
                "drop old direct messages",
                RetentionPruner.SLICE,
                // A message that lies in the future, because the clock was wrong, is deleted with the next one.
                connection -> connection.update(
                        "WITH slice AS (SELECT seq, at FROM direct_message ORDER BY seq LIMIT ?)"
                                + " DELETE FROM direct_message WHERE seq IN (SELECT seq FROM slice) AND (at <= ? OR at > ?"
                                + " AND seq < (SELECT max(seq) FROM slice WHERE at <= ?))",
                        RetentionPruner.SLICE,
                        since,
                        future,
                        since));
    }

    /** Returns the time before the first one that is kept. */
    private static long keptSince(Instant now) {
        return now.minus(KEPT).toEpochMilli();
    }
}
