package dev.parley.storage;

import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores sanctions in the database of the messages. Thread-safe; the executors block on the database, the callers do not. */
public final class JdbcSanctionStore implements SanctionStore {

    private final Transactions writing;
    private final Transactions reading;

    /** Creates a store. */
    public JdbcSanctionStore(Transactions writing, Transactions reading) {
        this.writing = writing;
        this.reading = reading;
    }

    @Override
    public CompletionStage<List<Sanction>> all() {
        return reading.submit(
                "read bans and mutes",
                connection -> connection
                        .client()
                        .sql(
                                "SELECT kind, name, person, address, since, until, by_name, by_person, reason FROM sanction"
                                        + " ORDER BY since, target")
                        .query((row, number) -> sanction(row))
                        .list());
    }

    private static Sanction sanction(ResultSet row) throws SQLException {
        long until = row.getLong(6);
        Instant end = row.wasNull() ? null : Instant.ofEpochMilli(until);
        return Sanction.restored(
                Sanction.Kind.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                end,
                new Operator(row.getString(7), row.getString(8)),
                row.getString(9));
    }

    @Override
    public CompletionStage<Void> save(Sanction sanction) {
        return writing.submit(
                        "store a ban or mute",
                        connection -> connection.update(
                                "INSERT INTO sanction (kind, target, name, person, address, since, until, by_name,"
                                        + " by_person, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, target) DO UPDATE SET"
                                        + " name = excluded.name, person = excluded.person,"
                                        + " address = excluded.address, since = excluded.since,"
                                        + " until = excluded.until, by_name = excluded.by_name,"
                                        + " by_person = excluded.by_person, reason = excluded.reason",
                                written(sanction.kind()),
                                sanction.target(),
                                sanction.nickname() == null
                                        ? null
                                        : sanction.nickname().text(),
                                sanction.person(),
                                sanction.address(),
                                sanction.since().toEpochMilli(),
                                milliseconds(sanction.until()),
                                sanction.by().name(),
                                sanction.by().userId(),
                                sanction.reason()))
                .thenAccept(saved -> {});
    }

    private static @Nullable Long milliseconds(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    @Override
    public CompletionStage<Void> delete(Sanction sanction) {
        return writing.submit(
                        "delete a ban or mute",
                        connection -> connection.update(
                                "DELETE FROM sanction WHERE kind = ? AND target = ?",
                                written(sanction.kind()),
                                sanction.target()))
                .thenAccept(deleted -> {});
    }

    private static String written(Sanction.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
