package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Letting somebody in while the threads for it are full, or have ended. */
class EntranceTest {

    private static final Executor FULL = task -> {
        throw new RejectedExecutionException();
    };

    private final ManualAlarms alarms = new ManualAlarms();
    private final MemoryHistory history = new MemoryHistory(alarms.clock());

    private Admission enter(Executor lanes, Executor pages, @Nullable ResumeToken token) {
        House house =
                new House(QuietHouse.RULES, new Means(history, history, history, alarms.clock(), alarms, lanes, pages));
        ClientInfo somewhere = new ClientInfo("browser", "websocket", "127.0.0.1");
        return house.enter(Introduction.resumable("ada", somewhere, token), new Ear())
                .toCompletableFuture()
                .join();
    }

    @Test
    void whoeverComesBackWhileTooMuchIsWaitedForIsToldSo() {
        assertThat(enter(Runnable::run, FULL, ResumeToken.generate()))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("busy"));
    }

    @Test
    void whoeverCannotBeWrittenDownAsTheServerEndsIsToldSo() {
        assertThat(enter(FULL, Runnable::run, null))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("busy"));
    }
}
