package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.RecordingSubscriber;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Letting somebody in while the threads for it are full, or have ended. */
class LoginTest {

    private static final Executor FULL = task -> {
        throw new RejectedExecutionException();
    };

    private final ManualScheduler alarms = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(alarms.clock());

    private LoginResult enter(Executor lanes, Executor pages, @Nullable ResumeToken token) {
        ChatServer chatServer = new ChatServer(
                TestChatServer.RULES,
                new ServerResources(history, history, history, alarms.clock(), alarms, lanes, pages));
        ClientInfo somewhere = new ClientInfo("browser", "websocket", "127.0.0.1");
        return chatServer
                .login(LoginRequest.resumable("ada", somewhere, token), new RecordingSubscriber())
                .toCompletableFuture()
                .join();
    }

    @Test
    void whoeverComesBackWhileTooMuchIsWaitedForIsToldSo() {
        assertThat(enter(Runnable::run, FULL, ResumeToken.generate()))
                .isInstanceOfSatisfying(
                        LoginResult.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("busy"));
    }

    @Test
    void whoeverCannotBeWrittenDownAsTheServerEndsIsToldSo() {
        assertThat(enter(FULL, Runnable::run, null))
                .isInstanceOfSatisfying(
                        LoginResult.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("busy"));
    }
}
