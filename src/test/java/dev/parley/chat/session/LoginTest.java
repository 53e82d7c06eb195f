package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.RecordingSubscriber;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks a login while an executor rejects tasks because its queue is full or it has ended. */
class LoginTest {

    private static final Executor FULL = task -> {
        throw new RejectedExecutionException();
    };

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(scheduler.clock());

    private LoginResult login(Executor lanes, TokenStore tokenStore, @Nullable ResumeToken token) {
        ChatServer chatServer = new ChatServer(
                TestChatServer.RULES,
                TestResources.of(history, tokenStore, history, scheduler.clock(), scheduler, lanes));
        ClientInfo clientInfo = new ClientInfo("browser", "websocket", "127.0.0.1");
        return chatServer
                .login(LoginRequest.resumable("ada", clientInfo, token), new RecordingSubscriber())
                .toCompletableFuture()
                .join();
    }

    @Test
    void resumeIsRefusedAsBusyWhileReadsOfTheDatabaseAreRejected() {
        assertThat(login(Runnable::run, new FullTokenStore(), ResumeToken.generate()))
                .isInstanceOfSatisfying(
                        LoginResult.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("busy"));
    }

    @Test
    void loginIsRefusedAsBusyWhileWritesOfTheDatabaseAreRejected() {
        ResumeToken token = ResumeToken.generate();
        history.save(
                List.of(new TokenStore.TokenOwner(token.digest(), "ada")),
                scheduler.clock().instant());
        assertThat(login(FULL, history, token))
                .isInstanceOfSatisfying(
                        LoginResult.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("busy"));
    }

    /** A store whose queue is full. */
    private static final class FullTokenStore implements TokenStore {

        @Override
        public CompletionStage<Optional<String>> lastName(String digest) {
            return CompletableFuture.failedFuture(new RejectedExecutionException());
        }

        @Override
        public CompletionStage<Void> save(Collection<TokenOwner> tokenOwners, Instant at) {
            return CompletableFuture.failedFuture(new RejectedExecutionException());
        }

        @Override
        public CompletionStage<Void> touch(Collection<String> digests, Instant at) {
            return CompletableFuture.failedFuture(new RejectedExecutionException());
        }
    }
}
