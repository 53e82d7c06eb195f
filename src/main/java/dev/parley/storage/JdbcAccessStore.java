package dev.parley.storage;

import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.Invite;
import dev.parley.chat.room.PrivateRoom;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores invitations and private rooms in the database of the messages. Thread-safe; the executors block on the database, the callers do not. */
public final class JdbcAccessStore implements AccessStore {

    private static final String COLUMNS =
            "SELECT number, digest, room, person, name, until FROM invite WHERE until > ?";

    private final Transactions writing;
    private final Transactions reading;

    /** Creates a store. */
    public JdbcAccessStore(Transactions writing, Transactions reading) {
        this.writing = writing;
        this.reading = reading;
    }

    @Override
    public CompletionStage<Optional<Invite>> save(Invite invite, Instant now) {
        return writing.submit("store an invitation", connection -> {
            connection.update("DELETE FROM invite WHERE until <= ?", now.toEpochMilli());
            boolean isFull =
                    count(connection, "SELECT count(*) FROM invite WHERE person = ?", invite.userId()) >= MOST_PER_USER
                            || count(connection, "SELECT count(*) FROM invite") >= MOST;
            if (isFull) {
                return Optional.empty();
            }
            connection.update(
                    "INSERT INTO invite (digest, room, person, name, until) VALUES (?, ?, ?, ?, ?)",
                    invite.digest(),
                    invite.room().text(),
                    invite.userId(),
                    invite.name(),
                    invite.until().toEpochMilli());
            return Optional.of(
                    invite.numbered(count(connection, "SELECT number FROM invite WHERE digest = ?", invite.digest())));
        });
    }

    /** Returns the number in the only row of a query. */
    private static long count(SqlConnection connection, String sql, Object... values) throws SQLException {
        try (ResultSet row = connection.query(sql, values)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public CompletionStage<Optional<Invite>> find(String digest, Instant now) {
        return reading.submit(
                "read an invitation",
                connection -> read(connection, COLUMNS + " AND digest = ?", now.toEpochMilli(), digest).stream()
                        .findFirst());
    }

    @Override
    public CompletionStage<List<Invite>> all(@Nullable String userId, Instant now) {
        String order = " ORDER BY number";
        return reading.submit(
                "read the invitations",
                connection -> userId == null
                        ? read(connection, COLUMNS + order, now.toEpochMilli())
                        : read(connection, COLUMNS + " AND person = ?" + order, now.toEpochMilli(), userId));
    }

    private static List<Invite> read(SqlConnection connection, String sql, Object... values) throws SQLException {
        List<Invite> invites = new ArrayList<>();
        try (ResultSet row = connection.query(sql, values)) {
            while (row.next()) {
                Optional<RoomName> room = RoomName.parse(connection.required(row, 3));
                if (room.isPresent()) {
                    invites.add(new Invite(
                            row.getLong(1),
                            connection.required(row, 2),
                            room.get(),
                            connection.required(row, 4),
                            connection.required(row, 5),
                            Instant.ofEpochMilli(row.getLong(6))));
                }
            }
        }
        return invites;
    }

    @Override
    public CompletionStage<Boolean> delete(long number, @Nullable String userId) {
        return writing.submit(
                "delete an invitation",
                connection -> (userId == null
                                ? connection.update("DELETE FROM invite WHERE number = ?", number)
                                : connection.update(
                                        "DELETE FROM invite WHERE number = ? AND person = ?", number, userId))
                        > 0);
    }

    @Override
    public CompletionStage<Outcome> createPrivateRoom(PrivateRoom room, Instant now) {
        return writing.submit("store a private room", connection -> {
            boolean isFull = count(connection, "SELECT count(*) FROM private_room WHERE person = ?", room.ownerId())
                            >= MOST_ROOMS_PER_USER
                    || count(connection, "SELECT count(*) FROM private_room") >= MOST;
            if (isFull) {
                return Outcome.FULL;
            }
            int stored = connection.update(
                    "INSERT INTO private_room (room, key_digest, person, since) SELECT ?, ?, ?, ?"
                            + " WHERE NOT EXISTS (SELECT 1 FROM room WHERE name = ?) ON CONFLICT DO NOTHING",
                    room.room().text(),
                    room.keyDigest(),
                    room.ownerId(),
                    now.toEpochMilli(),
                    room.room().text());
            if (stored == 0) {
                return Outcome.CONFLICT;
            }
            insertMember(connection, room.room(), room.ownerId(), now);
            return Outcome.STORED;
        });
    }

    private static int insertMember(SqlConnection connection, RoomName room, String userId, Instant now)
            throws SQLException {
        return connection.update(
                "INSERT INTO private_member (room, person, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                room.text(),
                userId,
                now.toEpochMilli());
    }

    @Override
    public CompletionStage<Outcome> setKey(RoomName room, String keyDigest) {
        return writing.submit(
                "store the key of a private room",
                connection -> connection.update(
                                        "UPDATE private_room SET key_digest = ? WHERE room = ?", keyDigest, room.text())
                                == 0
                        ? Outcome.CONFLICT
                        : Outcome.STORED);
    }

    @Override
    public CompletionStage<Outcome> addMember(RoomName room, String userId, Instant now) {
        return writing.submit("store a member of a private room", connection -> {
            if (count(connection, "SELECT count(*) FROM private_room WHERE room = ?", room.text()) == 0) {
                return Outcome.CONFLICT;
            }
            boolean isFull = count(
                            connection,
                            "SELECT count(*) FROM private_member WHERE room = ? AND person <> ?",
                            room.text(),
                            userId)
                    >= PrivateRoom.MOST_MEMBERS;
            if (isFull) {
                return Outcome.FULL;
            }
            insertMember(connection, room, userId, now);
            return Outcome.STORED;
        });
    }

    @Override
    public CompletionStage<List<PrivateRoom>> privateRooms() {
        return reading.submit("read the private rooms", connection -> privateRooms(connection, ""));
    }

    @Override
    public CompletionStage<Optional<PrivateRoom>> privateRoom(RoomName room) {
        return reading.submit(
                "read a private room",
                connection -> privateRooms(connection, " WHERE r.room = ?", room.text()).stream()
                        .findFirst());
    }

    private static List<PrivateRoom> privateRooms(SqlConnection connection, String where, Object... values)
            throws SQLException {
        Map<RoomName, PrivateRoom> rooms = new LinkedHashMap<>();
        try (ResultSet row = connection.query(
                "SELECT r.room, r.key_digest, r.person, m.person FROM private_room r"
                        + " LEFT JOIN private_member m ON m.room = r.room" + where,
                values)) {
            while (row.next()) {
                Optional<RoomName> name = RoomName.parse(connection.required(row, 1));
                if (name.isPresent()) {
                    PrivateRoom known = rooms.get(name.get());
                    Set<String> members = known == null ? new HashSet<>() : new HashSet<>(known.members());
                    String member = connection.text(row, 4);
                    if (member != null) {
                        members.add(member);
                    }
                    rooms.put(
                            name.get(),
                            new PrivateRoom(
                                    name.get(), connection.required(row, 2), connection.required(row, 3), members));
                }
            }
        }
        return List.copyOf(rooms.values());
    }

    @Override
    public CompletionStage<Boolean> deletePrivateRoom(RoomName room) {
        return writing.submit("delete a private room", connection -> {
            connection.update("DELETE FROM private_member WHERE room = ?", room.text());
            return connection.update("DELETE FROM private_room WHERE room = ?", room.text()) > 0;
        });
    }
}
