package dev.parley.storage;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookProgress;
import dev.parley.chat.hook.HookStore;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores hooks in the database of the messages. Thread-safe; the executors block on the database, the callers do not. */
public final class JdbcHookStore implements HookStore {

    private final Transactions writing;
    private final Transactions reading;
    private final Function<String, CompletionStage<Boolean>> claim;

    /**
     * Creates a store.
     *
     * @param claim decides which node delivers
     */
    public JdbcHookStore(Transactions writing, Transactions reading, Function<String, CompletionStage<Boolean>> claim) {
        this.writing = writing;
        this.reading = reading;
        this.claim = claim;
    }

    @Override
    public CompletionStage<List<Hook>> all() {
        return reading.submit(
                "read the hooks",
                connection -> connection
                        .client()
                        .sql(
                                "SELECT id, room, url, secret, mention, created_by, since, epoch, seq, failing_since, failure,"
                                        + " enabled FROM hook ORDER BY id")
                        .query((row, number) -> hook(row))
                        .list());
    }

    private static Hook hook(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        long failing = row.getLong(10);
        Instant failingSince = row.wasNull() ? null : Instant.ofEpochMilli(failing);
        return new Hook(
                id,
                new RoomName(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)),
                new HookProgress(
                        id,
                        new Position(row.getString(8), row.getLong(9)),
                        failingSince,
                        row.getString(11),
                        row.getBoolean(12)));
    }

    @Override
    public CompletionStage<Optional<Hook>> create(NewHook hook, int most) {
        return writing.submit("store a hook", connection -> {
            long count = number(connection, "SELECT count(*) FROM hook");
            if (count >= most) {
                return Optional.empty();
            }
            long id = number(connection, "SELECT coalesce(max(id), 0) + 1 FROM hook");
            connection.update(
                    "INSERT INTO hook (id, room, url, secret, mention, created_by, since, epoch, seq, failing_since,"
                            + " failure, enabled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '', ?)",
                    id,
                    hook.room(),
                    hook.url(),
                    hook.secret(),
                    hook.mention(),
                    hook.createdBy(),
                    hook.since().toEpochMilli(),
                    hook.position().epoch(),
                    hook.position().seq(),
                    true);
            return Optional.of(new Hook(
                    id,
                    new RoomName(hook.room()),
                    hook.url(),
                    hook.secret(),
                    hook.mention(),
                    hook.createdBy(),
                    hook.since(),
                    HookProgress.after(id, hook.position())));
        });
    }

    private static long number(SqlConnection connection, String sql) throws SQLException {
        try (ResultSet row = connection.query(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public CompletionStage<Boolean> delete(long id) {
        return writing.submit(
                "delete a hook", connection -> connection.update("DELETE FROM hook WHERE id = ?", id) > 0);
    }

    @Override
    public CompletionStage<?> save(List<HookProgress> progress) {
        return writing.submit("store how far hooks have come", connection -> {
            for (HookProgress one : progress) {
                connection.update(
                        "UPDATE hook SET epoch = ?, seq = ?, failing_since = ?, failure = ?, enabled = ? WHERE id = ?",
                        one.position().epoch(),
                        one.position().seq(),
                        milliseconds(one.failingSince()),
                        one.failure(),
                        one.enabled(),
                        one.hook());
            }
            return progress.size();
        });
    }

    private static @Nullable Long milliseconds(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    @Override
    public CompletionStage<Boolean> claim(String nodeId) {
        return claim.apply(nodeId);
    }
}
