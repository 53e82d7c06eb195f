package dev.parley.chat.session;

import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.SerialBatchExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down whose token is whose, so that people can come back after a restart: those who come in at the same time
 * with one flush of the disk. Safe from any thread; nothing blocks.
 */
final class TokenWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TokenWriter.class);

    private final ServerResources serverResources;
    private final SerialBatchExecutor<Write> serialBatchExecutor;

    /**
     * A register that writes on a lane of its own.
     *
     * @param pace the least time between two flushes
     */
    TokenWriter(ServerResources serverResources, Duration pace) {
        this.serverResources = serverResources;
        this.serialBatchExecutor =
                new SerialBatchExecutor<>(serverResources.lanes(), serverResources.scheduler(), pace, this::round);
    }

    private sealed interface Write {
        User user();
    }

    /** Has come in, and is told so when that is on disk. */
    private record Login(User user, CompletableFuture<User> written) implements Write {}

    /** Is here, or was until now. */
    private record Activity(User user) implements Write {}

    /**
     * Keeps a person's token, and the name it has now, over a restart. Where that fails the person may stay all the same,
     * and come back until the restart.
     *
     * @return completes when it is on disk, or cannot be; never fails
     */
    CompletionStage<User> save(User user) {
        CompletableFuture<User> written = new CompletableFuture<>();
        serialBatchExecutor.submit(new Login(user, written));
        return written;
    }

    /** Notes in a while that these people's tokens are, or were until now, in use. */
    void touch(List<User> people) {
        people.forEach(user -> serialBatchExecutor.submit(new Activity(user)));
    }

    private int round(List<Write> writes) {
        List<User> seen = new ArrayList<>();
        List<Login> login = new ArrayList<>();
        for (Write write : writes) {
            if (write instanceof Login one) {
                login.add(one);
            } else {
                seen.add(write.user());
            }
        }
        if (!seen.isEmpty()) {
            write(
                    seen.size(),
                    now -> serverResources
                            .tokenStore()
                            .touch(seen.stream().map(User::id).toList(), now));
        }
        if (!login.isEmpty()) {
            List<TokenOwner> tokenOwners =
                    login.stream().map(Login::user).map(TokenWriter::tokenOwner).toList();
            write(login.size(), now -> serverResources.tokenStore().save(tokenOwners, now));
            login.forEach(one -> one.written().complete(one.user()));
        }
        return writes.size();
    }

    private void write(int tokens, Consumer<Instant> writing) {
        try {
            writing.accept(serverResources.clock().instant());
        } catch (RuntimeException e) {
            LOG.warn(
                    "Of {} tokens it was not stored that they are in use; it counts until the next restart.",
                    tokens,
                    e);
        }
    }

    private static TokenOwner tokenOwner(User user) {
        return new TokenOwner(user.id(), user.nickname().text());
    }
}
