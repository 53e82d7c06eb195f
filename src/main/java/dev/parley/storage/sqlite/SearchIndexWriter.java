package dev.parley.storage.sqlite;

import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Message;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the search index, in transactions. Confined to the thread of the indexer. */
final class SearchIndexWriter {

    /** The entries that one transaction removes. */
    private static final int SLICE = 200;

    private static final int TIME_SHIFT = 16;
    private static final long LATEST = (1L << 46) - 1; // milliseconds, in the year 4199

    /** The characters from which on changes are applied before the end of the transaction. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final String ADD_WORD = "INSERT INTO word (rowid, text, tags) VALUES (?, ?, ?)";
    private static final String ADD_PART = "INSERT INTO part (rowid, text, room, author) VALUES (?, ?, ?, ?)";
    private static final String REMOVE_WORD = "INSERT INTO word (word, rowid, text, tags) VALUES ('delete', ?, ?, ?)";
    private static final String REMOVE_PART =
            "INSERT INTO part (part, rowid, text, room, author) VALUES ('delete', ?, ?, ?, ?)";

    private static final String FIND = "SELECT id, name, text FROM entry WHERE room = ? AND seq = ?";

    private final SqliteConnection connection;

    /**
     * The changes that the indexes lack, by id. FTS5 writes a part of the index, which it merges later, whenever an id is lower than
     * the one before, as those of one room after another are.
     */
    private final SortedMap<Long, Change> changes = new TreeMap<>();

    private int characters; // of the changes
    private boolean textRemoved = true; // perhaps, before the last end of the process

    SearchIndexWriter(SqliteConnection connection) {
        this.connection = connection;
    }

    /**
     * A room of the index.
     *
     * @param head the sequence number up to which the log is in the index
     */
    record IndexedRoom(long id, RoomName name, String epoch, long head) {}

    /** A change of an entry; null stands for no text. */
    private record Change(
            long room,
            String name,
            @Nullable String before,
            @Nullable String after) {}

    private record Row(long id, String name, String text) {}

    /** Returns the first id of a time. */
    static long firstId(Instant at) {
        return Math.max(-LATEST, Math.min(LATEST, at.toEpochMilli())) << TIME_SHIFT;
    }

    /** Returns the rooms of the index. */
    List<IndexedRoom> rooms() throws SQLException {
        List<IndexedRoom> rooms = new ArrayList<>();
        try (ResultSet row = connection.query("SELECT id, name, epoch, head FROM room")) {
            while (row.next()) {
                rooms.add(new IndexedRoom(
                        row.getLong(1), new RoomName(row.getString(2)), row.getString(3), row.getLong(4)));
            }
        }
        return rooms;
    }

    /** Returns a room of the index. */
    Optional<IndexedRoom> room(RoomName name) throws SQLException {
        try (ResultSet row = connection.query("SELECT id, epoch, head FROM room WHERE name = ?", name.text())) {
            return row.next()
                    ? Optional.of(new IndexedRoom(row.getLong(1), name, row.getString(2), row.getLong(3)))
                    : Optional.empty();
        }
    }

    /** Adds a room without entries in the current transaction. */
    IndexedRoom add(RoomName name, String epoch) throws SQLException {
        connection.update("INSERT INTO room (name, epoch, head) VALUES (?, ?, 0)", name.text(), epoch);
        return room(name).orElseThrow();
    }

    /** Applies entries of the log in the current transaction, and returns the room after them. */
    IndexedRoom apply(IndexedRoom room, List<? extends LogEntry> entries, long head) throws SQLException {
        for (LogEntry entry : entries) {
            if (entry instanceof Message message && !message.isDeleted()) {
                insert(room, message);
            } else if (entry instanceof Edit edit && !edit.text().isEmpty()) {
                replace(room, edit.target(), edit.text());
            } else if (entry instanceof Deletion deletion) {
                remove(room, deletion.target());
            }
        }
        connection.update("UPDATE room SET head = ? WHERE id = ?", head, room.id());
        return new IndexedRoom(room.id(), room.name(), room.epoch(), head);
    }

    private void insert(IndexedRoom room, Message message) throws SQLException {
        long seq = message.position().seq();
        long id = freeId(message.at());
        connection.update(
                "INSERT INTO entry (id, room, seq, at, name, action, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                room.id(),
                seq,
                message.at().toEpochMilli(),
                message.name(),
                message.action(),
                message.text());
        if (changes.containsKey(id)) {
            index(); // the id of an entry that was removed, perhaps of another room
        }
        change(room, id, message.name(), null, message.text());
    }

    private long freeId(Instant at) throws SQLException {
        long first = firstId(at);
        try (ResultSet row = connection.query(
                "SELECT max(id) FROM entry WHERE id >= ? AND id < ?", first, first + (1L << TIME_SHIFT))) {
            long last = row.next() ? row.getLong(1) : 0;
            return row.wasNull() ? first : last + 1;
        }
    }

    /** Notes that a text takes the place of another one, with the same room and author, in the indexes. */
    private void change(IndexedRoom room, long id, String name, @Nullable String before, @Nullable String after)
            throws SQLException {
        Change earlier = changes.get(id);
        changes.put(id, new Change(room.id(), name, earlier == null ? before : earlier.before(), after));
        characters += after == null ? 0 : after.length();
        textRemoved |= before != null;
        if (characters > MOST_CHARACTERS) {
            index();
        }
    }

    /** Applies the changes to the indexes in the order of their ids. */
    private void index() throws SQLException {
        for (Map.Entry<Long, Change> each : changes.entrySet()) {
            Change change = each.getValue();
            IndexMark room = IndexMark.ofRoom(change.room());
            IndexMark author = IndexMark.ofAuthor(change.name());
            if (change.before() != null) {
                write(REMOVE_WORD, REMOVE_PART, each.getKey(), change.before(), room, author);
            }
            if (change.after() != null) {
                write(ADD_WORD, ADD_PART, each.getKey(), change.after(), room, author);
            }
        }
        changes.clear();
        characters = 0;
    }

    private void write(String word, String part, long id, String text, IndexMark room, IndexMark author)
            throws SQLException {
        connection.update(word, id, text, room.word() + " " + author.word());
        connection.update(part, id, text, room.part(), author.part());
    }

    private Optional<Row> find(IndexedRoom room, long seq) throws SQLException {
        try (ResultSet row = connection.query(FIND, room.id(), seq)) {
            return row.next()
                    ? Optional.of(new Row(row.getLong(1), row.getString(2), row.getString(3)))
                    : Optional.empty();
        }
    }

    private void replace(IndexedRoom room, long seq, String text) throws SQLException {
        Optional<Row> found = find(room, seq).filter(row -> !row.text().equals(text));
        if (found.isPresent()) {
            Row row = found.get();
            change(room, row.id(), row.name(), row.text(), text);
            connection.update("UPDATE entry SET text = ? WHERE id = ?", text, row.id());
        }
    }

    private void remove(IndexedRoom room, long seq) throws SQLException {
        Optional<Row> before = find(room, seq);
        if (before.isPresent()) {
            remove(room, before.get());
        }
    }

    private void remove(IndexedRoom room, Row row) throws SQLException {
        change(room, row.id(), row.name(), row.text(), null);
        connection.update("DELETE FROM entry WHERE id = ?", row.id());
    }

    /** Removes a slice of the entries before a sequence number. Returns whether there may be more. */
    boolean removeBefore(IndexedRoom room, long seq) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = connection.query(
                "SELECT id, name, text FROM entry WHERE room = ? AND seq < ? ORDER BY seq LIMIT " + SLICE,
                room.id(),
                seq)) {
            while (row.next()) {
                rows.add(new Row(row.getLong(1), row.getString(2), row.getString(3)));
            }
        }
        for (Row row : rows) {
            remove(room, row);
        }
        commit();
        return rows.size() == SLICE;
    }

    /** Removes a room without entries. */
    void remove(IndexedRoom room) throws SQLException {
        connection.update("DELETE FROM room WHERE id = ?", room.id());
        commit();
    }

    /** Ends the current transaction. */
    void commit() throws SQLException {
        index();
        connection.commit();
    }

    /** Returns whether a text was removed since {@link #onTextCleared}. */
    boolean isTextRemoved() {
        return textRemoved;
    }

    /** Records that no copy of a removed text is left. */
    void onTextCleared() {
        textRemoved = false;
    }
}
