package dev.parley.storage;

import dev.parley.chat.moderation.OperatorGrant;
import dev.parley.chat.moderation.OperatorStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores operators in the database of the messages. Thread-safe; the executors block on the database, the callers do not. */
public final class JdbcOperatorStore implements OperatorStore {

    private final Transactions writing;
    private final Transactions reading;

    /** Creates a store. */
    public JdbcOperatorStore(Transactions writing, Transactions reading) {
        this.writing = writing;
        this.reading = reading;
    }

    @Override
    public CompletionStage<List<OperatorGrant>> all() {
        return reading.submit(
                "read the operators",
                connection -> connection
                        .client()
                        .sql("SELECT operator.person, coalesce(token.name, operator.name), operator.granted_by,"
                                + " operator.since FROM operator LEFT JOIN token ON token.digest = operator.person"
                                + " ORDER BY operator.since, operator.person")
                        .query((row, number) -> new OperatorGrant(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Instant.ofEpochMilli(row.getLong(4))))
                        .list());
    }

    @Override
    public CompletionStage<Void> save(OperatorGrant grant) {
        return writing.submit(
                        "store an operator",
                        connection -> connection.update(
                                "INSERT INTO operator (person, name, granted_by, since) VALUES (?, ?, ?, ?)"
                                        + " ON CONFLICT (person) DO UPDATE SET name = excluded.name,"
                                        + " granted_by = excluded.granted_by, since = excluded.since",
                                grant.userId(),
                                grant.name(),
                                grant.grantedBy(),
                                grant.since().toEpochMilli()))
                .thenAccept(saved -> {});
    }

    @Override
    public CompletionStage<Void> delete(String userId) {
        return writing.submit(
                        "delete an operator",
                        connection -> connection.update("DELETE FROM operator WHERE person = ?", userId))
                .thenAccept(deleted -> {});
    }

    @Override
    public CompletionStage<Void> saveCode(String digest, String grantedBy, Instant until) {
        return writing.submit(
                        "store an operator code",
                        connection -> connection.update(
                                "INSERT INTO operator_code (digest, granted_by, until) VALUES (?, ?, ?)",
                                digest,
                                grantedBy,
                                until.toEpochMilli()))
                .thenAccept(saved -> {});
    }

    @Override
    public CompletionStage<Optional<String>> redeem(String digest, Instant now) {
        return writing.submit("use an operator code", connection -> {
            connection.update("DELETE FROM operator_code WHERE until <= ?", now.toEpochMilli());
            Optional<String> grantedBy = granter(connection, digest);
            // Of transactions that overlap, one deletes the row.
            boolean isUsed = connection.update("DELETE FROM operator_code WHERE digest = ?", digest) == 0;
            return isUsed ? Optional.empty() : grantedBy;
        });
    }

    private static Optional<String> granter(SqlConnection connection, String digest) throws SQLException {
        return connection
                .client()
                .sql("SELECT granted_by FROM operator_code WHERE digest = ?")
                .param(digest)
                .query((row, number) -> row.getString(1))
                .optional();
    }
}
