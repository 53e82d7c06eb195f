package dev.parley.storage;

import dev.parley.chat.room.Invite;
import dev.parley.chat.room.InviteStore;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores invitations in the database of the messages. Thread-safe; the executors block on the database, the callers do not. */
public final class JdbcInviteStore implements InviteStore {

    private static final String COLUMNS =
            "SELECT number, digest, room, person, name, until FROM invite WHERE until > ?";

    private final Transactions writing;
    private final Transactions reading;

    /** Creates a store. */
    public JdbcInviteStore(Transactions writing, Transactions reading) {
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
}
