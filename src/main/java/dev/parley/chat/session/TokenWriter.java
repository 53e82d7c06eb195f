package dev.parley.chat.session;

import dev.parley.chat.identity.TokenStore.TokenOwner;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.SerialBatchExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores resume tokens; logins at the same time share one commit. Thread-safe; nothing blocks. */
final class TokenWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TokenWriter.class);

    private final ServerResources resources;
    private final SerialBatchExecutor<Write> executor;

    /**
     * Creates a writer with an executor of its own.
     *
     * @param pace the shortest time between two commits
     */
    TokenWriter(ServerResources resources, Duration pace) {
        this.resources = resources;
        this.executor = new SerialBatchExecutor<>(resources.lanes(), resources.scheduler(), pace, this::round);
    }

    private sealed interface Write {
        User user();
    }

    /** A login that completes when its token is stored. */
    private record Login(User user, CompletableFuture<User> written) implements Write {}

    /** A user who is online, or was until now. */
    private record Activity(User user) implements Write {}

    /**
     * Stores the token of a user with the current nickname. If that fails, the session continues and can be resumed
     * until the next restart.
     *
     * @return completes when the token is stored or cannot be; never fails
     */
    CompletionStage<User> save(User user) {
        CompletableFuture<User> written = new CompletableFuture<>();
        executor.submit(new Login(user, written));
        return written;
    }

    /** Records, within the next commits, that tokens of these users are in use. */
    void touch(List<User> people) {
        people.forEach(user -> executor.submit(new Activity(user)));
    }

    private CompletionStage<Integer> round(List<Write> writes) {
        List<User> seen = new ArrayList<>();
        List<Login> login = new ArrayList<>();
        for (Write write : writes) {
            if (write instanceof Login one) {
                login.add(one);
            } else {
                seen.add(write.user());
            }
        }
        return touchNow(seen).thenCombine(saveNow(login), (touched, saved) -> writes.size());
    }

    private CompletionStage<?> touchNow(List<User> users) {
        return users.isEmpty()
                ? CompletableFuture.completedFuture(true)
                : logFailure(
                        users.size(),
                        resources
                                .tokenStore()
                                .touch(
                                        users.stream().map(User::id).toList(),
                                        resources.clock().instant()));
    }

    private CompletionStage<?> saveNow(List<Login> logins) {
        if (logins.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        List<TokenOwner> tokenOwners =
                logins.stream().map(Login::user).map(TokenWriter::tokenOwner).toList();
        return logFailure(
                        logins.size(),
                        resources
                                .tokenStore()
                                .save(tokenOwners, resources.clock().instant()))
                .thenRun(() -> logins.forEach(one -> one.written().complete(one.user())));
    }

    private static CompletionStage<?> logFailure(int tokens, CompletionStage<Void> stored) {
        return stored.exceptionally(failure -> {
            LOG.warn(
                    "Of {} tokens it was not stored that they are in use; it counts until the next restart.",
                    tokens,
                    failure);
            return null;
        });
    }

    private static TokenOwner tokenOwner(User user) {
        return new TokenOwner(user.id(), user.nickname().text());
    }
}
