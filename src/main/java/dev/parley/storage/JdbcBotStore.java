package dev.parley.storage;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.moderation.Bot;
import dev.parley.chat.moderation.BotStore;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Stores bots in the database of the messages. Thread-safe; the executors block on the database, the callers do not. */
public final class JdbcBotStore implements BotStore {

    private final Transactions writing;
    private final Transactions reading;

    /** Creates a store. */
    public JdbcBotStore(Transactions writing, Transactions reading) {
        this.writing = writing;
        this.reading = reading;
    }

    @Override
    public CompletionStage<List<Bot>> all() {
        return reading.submit(
                "read the bots",
                connection -> connection
                        .client()
                        .sql(
                                "SELECT person, name, rooms, writes, created_by, since, hook FROM bot ORDER BY since, person")
                        .query((row, number) -> bot(row))
                        .list());
    }

    private static Bot bot(ResultSet row) throws SQLException {
        return new Bot(
                row.getString(1),
                Nickname.of(row.getString(2)),
                Arrays.stream(row.getString(3).split(" ", -1))
                        .map(RoomName::new)
                        .toList(),
                row.getBoolean(4),
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getBoolean(7));
    }

    @Override
    public CompletionStage<Boolean> add(Bot bot) {
        return writing.submit(
                        "store a bot",
                        connection -> connection.update(
                                "INSERT INTO bot (person, name, name_key, rooms, writes, created_by, since, hook)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name_key) DO NOTHING",
                                bot.userId(),
                                bot.nickname().text(),
                                bot.nickname().key(),
                                bot.rooms().stream().map(RoomName::text).collect(Collectors.joining(" ")),
                                bot.writes(),
                                bot.createdBy(),
                                bot.since().toEpochMilli(),
                                bot.isHook()))
                .thenApply(rows -> rows > 0);
    }

    @Override
    public CompletionStage<Void> delete(String userId) {
        return writing.submit(
                        "delete a bot", connection -> connection.update("DELETE FROM bot WHERE person = ?", userId))
                .thenAccept(deleted -> {});
    }
}
