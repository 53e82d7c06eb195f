package dev.parley.storage.sqlite;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.SanctionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stores sanctions in the file of the messages. Thread-safe; blocks on the disk. */
final class SqliteSanctionStore implements SanctionStore {

    private final TransactionRunner writing;
    private final TransactionRunner reading;

    SqliteSanctionStore(TransactionRunner writing, TransactionRunner reading) {
        this.writing = writing;
        this.reading = reading;
    }

    @Override
    public List<Sanction> all() {
        return reading.inTransaction(
                "read bans and mutes",
                connection -> connection
                        .client()
                        .sql("SELECT kind, name, person, address, since, until FROM sanction ORDER BY since, target")
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
                end);
    }

    @Override
    public void save(Sanction sanction) {
        writing.inTransaction(
                "keep a ban or mute",
                connection -> connection.update(
                        "INSERT OR REPLACE INTO sanction (kind, target, name, person, address, since, until)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        written(sanction.kind()),
                        sanction.target(),
                        sanction.nickname() == null ? null : sanction.nickname().text(),
                        sanction.person(),
                        sanction.address(),
                        sanction.since().toEpochMilli(),
                        milliseconds(sanction.until())));
    }

    private static @Nullable Long milliseconds(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    @Override
    public void delete(Sanction sanction) {
        writing.inTransaction(
                "drop a ban or mute",
                connection -> connection.update(
                        "DELETE FROM sanction WHERE kind = ? AND target = ?",
                        written(sanction.kind()),
                        sanction.target()));
    }

    private static String written(Sanction.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
