package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks which pongs are sent, and when the writer is called. */
class PongQueueTest {

    private final List<String> calls = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private long nanos;
    private final PongQueue pongs = new PongQueue(() -> nanos);

    private boolean offer(String payload) {
        return pongs.offer(ByteBuffer.wrap(payload.getBytes(US_ASCII)));
    }

    private void setListener() {
        pongs.setListener(new PongQueue.Listener(() -> calls.add("due"), later::add));
    }

    @Test
    void pongIsNotAcceptedWithoutAWriter() {
        assertThat(offer("one")).isFalse();
        assertThat(pongs.poll()).isNull();
    }

    @Test
    void newestPongReplacesOneThatIsNotSent() {
        setListener();
        assertThat(offer("one")).isTrue();
        assertThat(offer("two")).isTrue();

        assertThat(pongs.poll()).isEqualTo("two".getBytes(US_ASCII));
        assertThat(pongs.poll()).isNull();
    }

    @Test
    void writerIsCalledAtOnceAndThenOnlyAfterTheLeastTime() {
        setListener();
        for (int i = 0; i < 1_000; i++) {
            assertThat(offer("ping " + i)).isTrue();
        }
        assertThat(calls).hasSize(1);
        assertThat(later).hasSize(1);

        nanos += PongQueue.LEAST_BETWEEN.toNanos();
        later.get(0).run();

        assertThat(calls).hasSize(2);
        assertThat(pongs.poll()).isEqualTo("ping 999".getBytes(US_ASCII));
    }

    @Test
    void clientMaySendALimitedNumberOfControlFramesWithinAPeriod() {
        for (int i = 0; i < PongQueue.MOST_CONTROL_FRAMES; i++) {
            assertThat(pongs.acceptControlFrame()).isTrue();
        }
        assertThat(pongs.acceptControlFrame()).isFalse();

        nanos += Duration.ofSeconds(10).toNanos();

        assertThat(pongs.acceptControlFrame()).isTrue();
    }
}
