package dev.parley.storage.postgres;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.storage.MessageReferences;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One batch of drafts of one room, stored by one call of the function {@code append} of the database. The call may be repeated:
 * it has a ticket, by which the database returns the result of the first call. Confined to one thread at a time.
 */
final class AppendCall {

    private static final String APPEND =
            "SELECT o_index, o_epoch, o_seq, o_at, o_digest, o_person, o_name, o_via, o_text, o_action, o_reference"
                    + " FROM append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final long node;
    private final long ticket;
    private final RoomName room;
    private final String newEpoch;
    private final @Nullable Long now;
    private final List<MessageDraft> drafts;
    private final MessageReferences references = new MessageReferences();

    /** The drafts that the database gets: without those that repeat a reference of this batch. */
    private final List<MessageDraft> sent = new ArrayList<>();

    private final Map<Key, Integer> indexes = new HashMap<>();

    private record Key(String user, Reference reference) {}

    /**
     * Creates a call.
     *
     * @param newEpoch the epoch of the room if it does not exist
     * @param now the time of the messages; null for the clock of the database
     */
    AppendCall(
            long node, long ticket, RoomName room, String newEpoch, @Nullable Instant now, List<MessageDraft> drafts) {
        this.node = node;
        this.ticket = ticket;
        this.room = room;
        this.newEpoch = newEpoch;
        this.now = now == null ? null : now.toEpochMilli();
        this.drafts = List.copyOf(drafts);
        for (MessageDraft draft : drafts) {
            Key key = key(draft);
            if (key == null || indexes.putIfAbsent(key, sent.size()) == null) {
                sent.add(draft);
            }
        }
    }

    private static @Nullable Key key(MessageDraft draft) {
        Reference reference = draft.reference();
        return reference == null ? null : new Key(draft.user().id(), reference);
    }

    /** Returns the purpose, to follow after "Could not". */
    String purpose() {
        return "store " + drafts.size() + " messages of room " + room;
    }

    /** Calls the function, and returns an entry for each draft. */
    List<MessageHistory.AppendedDraft> run(PostgresConnection connection) throws SQLException {
        try (ResultSet row = query(connection)) {
            return entries(results(connection, row));
        }
    }

    private ResultSet query(PostgresConnection connection) throws SQLException {
        int size = sent.size();
        String[] persons = new String[size];
        String[] names = new String[size];
        String[] vias = new String[size];
        String[] texts = new String[size];
        Boolean[] actions = new Boolean[size];
        @Nullable String[] ids = new String[size];
        byte[] @Nullable [] senders = new byte[size][];
        byte[] @Nullable [] digests = new byte[size][];
        for (int i = 0; i < size; i++) {
            MessageDraft draft = sent.get(i);
            persons[i] = draft.user().id();
            names[i] = draft.user().nickname().text();
            vias[i] = draft.via();
            texts[i] = draft.text();
            actions[i] = draft.action();
            Reference reference = draft.reference();
            if (reference != null) {
                ids[i] = reference.id();
                senders[i] = references.sender(draft);
                digests[i] = references.content(draft);
            }
        }
        return connection.query(
                APPEND,
                node,
                ticket,
                room.text(),
                newEpoch,
                now,
                MessageHistory.creatorOf(drafts.get(0)),
                connection.texts(persons),
                connection.texts(names),
                connection.texts(vias),
                connection.texts(texts),
                connection.booleans(actions),
                connection.texts(ids),
                connection.bytes(senders),
                connection.bytes(digests));
    }

    /**
     * The message of a draft that was sent.
     *
     * @param message the stored message; null if it has been deleted
     * @param digest the digest of the content under its reference, in hexadecimal; null without a reference
     * @param known whether the reference was stored before this batch
     */
    private record Result(
            Position position,
            Instant at,
            @Nullable Message message,
            @Nullable String digest,
            boolean known) {}

    /** Reads the result for each draft that was sent. */
    private List<Result> results(PostgresConnection connection, ResultSet row) throws SQLException {
        row.next();
        String epoch = row.getString(2);
        long seq = row.getLong(3);
        Instant at = Instant.ofEpochMilli(row.getLong(4));
        Map<Integer, Result> known = new HashMap<>();
        while (row.next()) {
            known.put(row.getInt(1) - 1, known(connection, row));
        }
        List<Result> results = new ArrayList<>(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            Result before = known.get(i);
            if (before == null) {
                seq++;
                Position position = new Position(epoch, seq);
                MessageDraft draft = sent.get(i);
                String digest = draft.reference() == null ? null : digest(draft);
                before = new Result(position, at, message(draft, position, at), digest, false);
            }
            results.add(before);
        }
        return results;
    }

    private static Result known(PostgresConnection connection, ResultSet row) throws SQLException {
        Position position = new Position(row.getString(2), row.getLong(3));
        Instant at = Instant.ofEpochMilli(row.getLong(4));
        String person = connection.text(row, 6);
        Message message = person == null
                ? null
                : new Message(
                        position,
                        at,
                        person,
                        connection.required(row, 7),
                        connection.required(row, 8),
                        connection.required(row, 9),
                        row.getBoolean(10),
                        new Reference(row.getString(11)));
        return new Result(position, at, message, HexFormat.of().formatHex(row.getBytes(5)), true);
    }

    private String digest(MessageDraft draft) {
        return HexFormat.of().formatHex(references.content(draft));
    }

    private static Message message(MessageDraft draft, Position position, Instant at) {
        return new Message(
                position,
                at,
                draft.user().id(),
                draft.user().nickname().text(),
                draft.via(),
                draft.text(),
                draft.action(),
                draft.reference());
    }

    /** Returns an entry for each draft. Drafts with one reference share its result. */
    private List<MessageHistory.AppendedDraft> entries(List<Result> results) {
        List<MessageHistory.AppendedDraft> entries = new ArrayList<>(drafts.size());
        int next = 0;
        for (MessageDraft draft : drafts) {
            Key key = key(draft);
            int index = key == null ? next : indexes.getOrDefault(key, next);
            boolean first = index == next;
            next += first ? 1 : 0;
            Result result = results.get(index);
            if (key != null && !digest(draft).equals(result.digest())) {
                entries.add(new MessageHistory.Conflict());
            } else {
                Message message = result.message();
                entries.add(new MessageHistory.Stored(
                        message == null ? message(draft, result.position(), result.at()) : message,
                        result.known() || !first));
            }
        }
        return entries;
    }
}
