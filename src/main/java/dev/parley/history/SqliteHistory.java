package dev.parley.history;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.room.StorageException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The history in one SQLite file, used by this process alone. What {@link #append} returned from is flushed to disk and
 * survives the end of the process and of the machine. Safe from any thread; all methods may block on the disk.
 *
 * <p>Writing and reading go on side by side. Those who write wait for each other, in the order they came; so do those
 * who read.
 */
public final class SqliteHistory implements MessageHistory, AutoCloseable {

    private final LockFile lock;
    private final Desk writing;
    private final Desk reading;
    private final Pruning pruning;
    private final TokenStore tokenStore;
    private final SanctionStore sanctionStore;
    private final Clock clock;
    private final Epoch epoch = new Epoch();

    private SqliteHistory(LockFile lock, Desk writing, Desk reading, HistorySettings settings, Clock clock) {
        this.lock = lock;
        this.writing = writing;
        this.reading = reading;
        this.pruning = new Pruning(writing, settings);
        this.tokenStore = new SqliteTokens(writing, reading, clock);
        this.sanctionStore = new SqliteSanctions(writing, reading);
        this.clock = clock;
    }

    /**
     * Opens the file, or makes it. Takes no longer the more messages there are.
     *
     * @throws HistoryUnusable if the file cannot be used; it was left as it is then
     */
    public static SqliteHistory open(HistorySettings settings, Clock clock) {
        return open(settings, clock, Session::writing);
    }

    /** Begins a session that writes. */
    interface Writing {
        Session open(Path file) throws SQLException;
    }

    /** The same with another way to begin a session that writes. */
    static SqliteHistory open(HistorySettings settings, Clock clock, Writing writing) {
        DatabaseFile file = DatabaseFile.at(settings.file());
        LockFile lock = LockFile.of(file.path());
        SqliteHistory history = new SqliteHistory(
                lock,
                new Desk(file.path(), () -> writing.open(file.path())),
                new Desk(file.path(), () -> Session.reading(file.path())),
                settings,
                clock);
        try {
            new Schema(file).prepare(file.isNew());
            if (settings.restored()) {
                history.beginNewEpochs();
            }
            history.rooms();
            return history;
        } catch (StorageException broken) {
            history.close();
            throw file.unusable(broken);
        } catch (RuntimeException | Error failed) {
            history.close();
            throw failed;
        }
    }

    /** The tokens people come back by; they end with the history. */
    public TokenStore tokenStore() {
        return tokenStore;
    }

    /** Bans and mutes; they end with the history. */
    public SanctionStore sanctionStore() {
        return sanctionStore;
    }

    private void beginNewEpochs() {
        writing.use("begin new epochs", session -> {
            List<Long> rooms = session.client()
                    .sql("SELECT id FROM room")
                    .query((row, number) -> row.getLong(1))
                    .list();
            for (long room : rooms) {
                session.update("UPDATE room SET epoch = ? WHERE id = ?", epoch.fresh(), room);
            }
            return rooms.size();
        });
    }

    @Override
    public List<StoredRoom> rooms() {
        return reading.use(
                "read the rooms",
                session -> session.client()
                        .sql("SELECT name, topic, NOT EXISTS (SELECT 1 FROM message WHERE room = room.id) FROM room")
                        .query((row, number) ->
                                new StoredRoom(new RoomName(row.getString(1)), row.getString(2), row.getInt(3) != 0))
                        .list());
    }

    @Override
    public Bounds open(RoomName room) {
        Rows.Room row = reading.use("open room " + room, session -> Rows.room(session, room))
                .orElseGet(() -> writing.use("make room " + room, session -> madeOf(session, room)));
        return new Bounds(row.epoch(), row.oldest(), row.head(), row.topic());
    }

    @Override
    public List<AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts) {
        Instant now = clock.instant();
        return writing.use(
                "store " + messageDrafts.size() + " messages of room " + room,
                session -> new Appending(session, madeOf(session, room), now).all(messageDrafts));
    }

    @Override
    public ImportedMessages importMessages(RoomName room, List<ArchivedMessage> messages) {
        return writing.use(
                "put " + messages.size() + " messages back into room " + room,
                session -> new Restoring(session, madeOf(session, room)).all(messages));
    }

    private Rows.Room madeOf(Session session, RoomName room) throws SQLException {
        Optional<Rows.Room> row = Rows.room(session, room);
        if (row.isPresent()) {
            return row.get();
        }
        session.update("INSERT INTO room (name, epoch) VALUES (?, ?)", room.text(), epoch.fresh());
        return Rows.room(session, room).orElseThrow();
    }

    @Override
    public Page after(RoomName room, long after, long until, int rows) {
        return page(room, (session, row) -> {
            try (ResultSet found = session.query(
                    Rows.MESSAGES + "WHERE room = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
                    row.id(),
                    after,
                    until,
                    rows)) {
                return Rows.page(row.epoch(), found);
            }
        });
    }

    @Override
    public Page before(RoomName room, long before, int rows) {
        return page(room, (session, row) -> {
            List<Message> latestFirst = new ArrayList<>();
            try (ResultSet found = session.query(
                    Rows.MESSAGES + "WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?", row.id(), before, rows)) {
                while (found.next()) {
                    latestFirst.add(Rows.message(row.epoch(), found));
                }
            }
            Collections.reverse(latestFirst);
            return latestFirst;
        });
    }

    private interface Reading {
        List<Message> of(Session session, Rows.Room room) throws SQLException;
    }

    private Page page(RoomName room, Reading messages) {
        return reading.use("read messages of room " + room, session -> {
            Optional<Rows.Room> row = Rows.room(session, room);
            return row.isEmpty()
                    ? new Page(List.of(), 1)
                    : new Page(messages.of(session, row.get()), row.get().oldest());
        });
    }

    @Override
    public void checkWritable() {
        writing.use("store anything", session -> {
            if (writing.isFull()) {
                throw new SQLException("there is hardly any space left");
            }
            session.update("INSERT INTO token (digest, name, used_at) VALUES ('', '', 0)");
            return session.update("DELETE FROM token WHERE digest = ''");
        });
    }

    @Override
    public void setTopic(RoomName room, String topic) {
        writing.use(
                "keep the topic of room " + room,
                session -> session.update(
                        "UPDATE room SET topic = ? WHERE id = ?",
                        topic,
                        madeOf(session, room).id()));
    }

    @Override
    public void deleteRoom(RoomName room) {
        long since = clock.instant().minus(Appending.REFERENCES).toEpochMilli();
        writing.use(
                "forget room " + room,
                session -> session.update(
                        "DELETE FROM room WHERE name = ?"
                                + " AND NOT EXISTS (SELECT 1 FROM message WHERE room = room.id)"
                                + " AND NOT EXISTS (SELECT 1 FROM sent WHERE room = room.id AND at > ?)",
                        room.text(),
                        since));
    }

    @Override
    public void prune(Instant now) {
        pruning.all(now);
    }

    /** Closes the file and frees its lock. What comes later fails as if the disk had. Does nothing the second time. */
    @Override
    public void close() {
        reading.close();
        writing.close();
        lock.close();
    }
}
