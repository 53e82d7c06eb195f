package dev.parley.storage.postgres;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.room.RelaySignal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The claims on nicknames in PostgreSQL. Claims and releases that wait are sent together. A holder belongs to the node that has
 * claimed it, and is removed when other nodes end that node. Thread-safe; no method blocks.
 */
final class PostgresNicknameRegistry implements NicknameRegistry {

    private static final int BATCH = 50;
    private static final int RETRY_MILLIS = 250;

    private final PostgresNode node;
    private final PostgresTransactions writing;
    private final PostgresTransactions reading;
    private final Executor later;
    private final BatchQueue<ClaimRequest> claims = new BatchQueue<>(BATCH, this::runClaims);
    private final BatchQueue<Release> releases = new BatchQueue<>(BATCH, this::runReleases);
    private volatile boolean closed;

    private record ClaimRequest(
            Nickname nickname, String userId, String holder, CompletableFuture<ClaimResult> result) {}

    private record Release(String userId, String holder, CompletableFuture<Void> result) {}

    /**
     * Creates a registry.
     *
     * @param executor runs the repetitions of failed releases
     */
    PostgresNicknameRegistry(
            PostgresNode node, PostgresTransactions writing, PostgresTransactions reading, Executor executor) {
        this.node = node;
        this.writing = writing;
        this.reading = reading;
        this.later = CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, executor);
    }

    @Override
    public CompletionStage<ClaimResult> claim(Nickname wish, String userId, String holder) {
        CompletableFuture<ClaimResult> result = new CompletableFuture<>();
        claims.add(new ClaimRequest(wish, userId, holder, result));
        return result;
    }

    private CompletionStage<?> runClaims(List<ClaimRequest> batch) {
        return writing.call("claim nicknames", connection -> claim(connection, batch))
                .whenComplete((results, failure) -> {
                    for (int i = 0; i < batch.size(); i++) {
                        if (failure == null) {
                            batch.get(i).result().complete(results.get(i));
                        } else {
                            batch.get(i).result().completeExceptionally(SqlStates.unwrapped(failure));
                        }
                    }
                });
    }

    private List<ClaimResult> claim(PostgresConnection connection, List<ClaimRequest> batch) throws SQLException {
        ClaimResult[] results = new ClaimResult[batch.size()];
        try (ResultSet row = connection.query(
                "SELECT o_person, o_name, o_version, o_absence, o_shared, o_index FROM claim_nicknames(?, ?, ?, ?, ?)",
                node.id(),
                texts(connection, batch, wish -> wish.nickname().key()),
                texts(connection, batch, wish -> wish.nickname().text()),
                texts(connection, batch, ClaimRequest::userId),
                texts(connection, batch, ClaimRequest::holder))) {
            while (row.next()) {
                int index = row.getInt(6) - 1;
                results[index] = result(connection, row, batch.get(index).userId());
            }
        }
        return List.of(results);
    }

    private static <T> java.sql.Array texts(PostgresConnection connection, List<T> items, Function<T, String> text)
            throws SQLException {
        return connection.texts(items.stream().map(text).toArray(String[]::new));
    }

    private static ClaimResult result(PostgresConnection connection, ResultSet row, String userId) throws SQLException {
        Claim claim = claim(connection, row);
        return claim.userId().equals(userId) ? new Granted(claim, row.getBoolean(5)) : new Taken(claim.nickname());
    }

    private static Claim claim(PostgresConnection connection, ResultSet row) throws SQLException {
        return new Claim(
                connection.required(row, 1),
                Nickname.of(connection.required(row, 2)),
                row.getLong(3),
                connection.required(row, 4));
    }

    @Override
    public CompletionStage<Void> release(String userId, String holder) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        releases.add(new Release(userId, holder, result));
        return result;
    }

    private CompletionStage<?> runReleases(List<Release> batch) {
        return writing.call("release nicknames", connection -> {
                    connection
                            .query(
                                    "SELECT release_nicknames(?, ?)",
                                    texts(connection, batch, Release::userId),
                                    texts(connection, batch, Release::holder))
                            .close();
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure == null || closed) {
                        batch.forEach(release -> release.result().complete(null));
                    } else {
                        later.execute(() -> batch.forEach(releases::add));
                    }
                });
    }

    @Override
    public CompletionStage<ClaimResult> rename(String userId, String holder, Nickname wish) {
        String message = RelayCodec.encode(new RelaySignal.ClaimChanged(userId));
        return writing.call("change a nickname", connection -> {
            try (ResultSet row = connection.query(
                    "SELECT o_person, o_name, o_version, o_absence, o_shared FROM rename_nickname(?, ?, ?, ?, ?, ?)",
                    node.id(),
                    wish.key(),
                    wish.text(),
                    userId,
                    holder,
                    message)) {
                return row.next() ? result(connection, row, userId) : new Gone();
            }
        });
    }

    @Override
    public CompletionStage<ClaimResult> setAbsence(String userId, String holder, String absence) {
        String message = RelayCodec.encode(new RelaySignal.ClaimChanged(userId));
        return writing.call("set an absence", connection -> {
            try (ResultSet row = connection.query(
                    "SELECT o_person, o_name, o_version, o_absence, o_shared FROM set_absence(?, ?, ?, ?, ?)",
                    node.id(),
                    userId,
                    holder,
                    absence,
                    message)) {
                return row.next() ? result(connection, row, userId) : new Gone();
            }
        });
    }

    @Override
    public CompletionStage<Optional<Claim>> find(Nickname nickname) {
        return find("key", nickname.key());
    }

    @Override
    public CompletionStage<Optional<Claim>> claimOf(String userId) {
        return find("person", userId);
    }

    private CompletionStage<Optional<Claim>> find(String column, String value) {
        return reading.call("look a nickname up", connection -> {
            try (ResultSet row = connection.query(
                    "SELECT person, name, version, absence FROM nickname WHERE " + column + " = ?", value)) {
                return row.next() ? Optional.of(claim(connection, row)) : Optional.empty();
            }
        });
    }

    @Override
    public CompletionStage<Set<Nickname>> taken(Collection<Nickname> nicknames) {
        List<Nickname> wanted = List.copyOf(nicknames);
        return reading.call("look nicknames up", connection -> {
            Set<String> keys = new HashSet<>();
            try (ResultSet row = connection.query(
                    "SELECT key FROM nickname WHERE key = ANY (?)", texts(connection, wanted, Nickname::key))) {
                while (row.next()) {
                    keys.add(connection.required(row, 1));
                }
            }
            return wanted.stream()
                    .filter(nickname -> keys.contains(nickname.key()))
                    .collect(Collectors.toUnmodifiableSet());
        });
    }

    /** Ends the repetitions: the holders of this node are removed with it. */
    void close() {
        closed = true;
    }
}
