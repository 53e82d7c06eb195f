package dev.parley.storage.sqlite;

import dev.parley.chat.identity.TokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Stores tokens in the file of the messages. Thread-safe; blocks on the disk. */
final class SqliteTokenStore implements TokenStore {

    /** The time for which a token is valid after its last use. */
    static final Duration VALID = Duration.ofDays(8);

    private final TransactionRunner writing;
    private final TransactionRunner reading;
    private final Clock clock;

    SqliteTokenStore(TransactionRunner writing, TransactionRunner reading, Clock clock) {
        this.writing = writing;
        this.reading = reading;
        this.clock = clock;
    }

    @Override
    public Optional<String> lastName(String digest) {
        long since = clock.instant().minus(VALID).toEpochMilli();
        return reading.inTransaction(
                "look a token up",
                connection -> connection
                        .client()
                        .sql("SELECT name FROM token WHERE digest = ? AND used_at >= ?")
                        .param(digest)
                        .param(since)
                        .query((row, number) -> row.getString(1))
                        .optional());
    }

    @Override
    public void save(Collection<TokenOwner> tokenOwners, Instant at) {
        writing.inTransaction("note who came in", connection -> {
            int noted = 0;
            for (TokenOwner tokenOwner : tokenOwners) {
                noted += connection.update(
                        "INSERT INTO token (digest, name, used_at) VALUES (?, ?, ?) ON CONFLICT (digest) DO UPDATE"
                                + " SET name = excluded.name, used_at = max(used_at, excluded.used_at)",
                        tokenOwner.digest(),
                        tokenOwner.name(),
                        at.toEpochMilli());
            }
            return noted;
        });
    }

    @Override
    public void touch(Collection<String> digests, Instant at) {
        if (digests.isEmpty()) {
            return;
        }
        long time = at.toEpochMilli();
        writing.inTransaction("note who is here", connection -> {
            int noted = 0;
            for (String digest : digests) {
                noted += connection.update(
                        "UPDATE token SET used_at = ? WHERE digest = ? AND used_at < ?", time, digest, time);
            }
            return noted;
        });
    }
}
