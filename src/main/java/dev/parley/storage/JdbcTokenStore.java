package dev.parley.storage;

import dev.parley.chat.identity.TokenStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores tokens in the database of the messages. Thread-safe; the executors block on the database, the callers do not. */
public final class JdbcTokenStore implements TokenStore {

    private final Transactions writing;
    private final Transactions reading;
    private final Clock clock;

    /** Creates a store. */
    public JdbcTokenStore(Transactions writing, Transactions reading, Clock clock) {
        this.writing = writing;
        this.reading = reading;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Optional<String>> lastName(String digest) {
        long since = clock.instant().minus(VALIDITY).toEpochMilli();
        return reading.submit(
                "read a token",
                connection -> connection
                        .client()
                        .sql("SELECT name FROM token WHERE digest = ? AND used_at >= ?")
                        .param(digest)
                        .param(since)
                        .query((row, number) -> row.getString(1))
                        .optional());
    }

    @Override
    public CompletionStage<Void> save(Collection<TokenOwner> tokenOwners, Instant at) {
        return writing.submit("store the tokens of logins", connection -> {
                    int noted = 0;
                    for (TokenOwner tokenOwner : tokenOwners) {
                        noted += connection.update(
                                "INSERT INTO token (digest, name, used_at) VALUES (?, ?, ?) ON CONFLICT (digest) DO"
                                        + " UPDATE SET name = excluded.name,"
                                        + " used_at = CASE WHEN token.used_at > excluded.used_at"
                                        + " THEN token.used_at ELSE excluded.used_at END",
                                tokenOwner.digest(),
                                tokenOwner.name(),
                                at.toEpochMilli());
                    }
                    return noted;
                })
                .thenAccept(noted -> {});
    }

    @Override
    public CompletionStage<Void> touch(Collection<String> digests, Instant at) {
        if (digests.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long time = at.toEpochMilli();
        return writing.submit("store the use of tokens", connection -> {
                    int noted = 0;
                    for (String digest : digests) {
                        noted += connection.update(
                                "UPDATE token SET used_at = ? WHERE digest = ? AND used_at < ?", time, digest, time);
                    }
                    return noted;
                })
                .thenAccept(noted -> {});
    }
}
