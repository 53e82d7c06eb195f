package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClientEventLoopTest {

    @Test
    void periodicTaskRunsAgainAfterAnException() {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        ClientEventLoop loop = new ClientEventLoop(reported::add);

        Runnable cancel = loop.every(Duration.ofMillis(1), () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("planted");
            }
        });

        await().untilAsserted(() -> assertThat(runs).hasValueGreaterThan(2));
        cancel.run();
        assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void periodicTaskRunsAgainAfterAnError() {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        ClientEventLoop loop = new ClientEventLoop(reported::add);

        Runnable cancel = loop.every(Duration.ofMillis(1), () -> {
            if (runs.incrementAndGet() == 1) {
                throw new LinkageError("planted");
            }
        });

        await().untilAsserted(() -> assertThat(runs).hasValueGreaterThan(2));
        cancel.run();
        assertThat(reported).singleElement().isInstanceOf(LinkageError.class);
    }
}
