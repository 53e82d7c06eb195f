package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteAccumulatorTest {
    @Test
    void noMoreThanTwiceWhatHasArrivedIsHeld() {
        ByteAccumulator byteAccumulator = new ByteAccumulator();
        for (int arrived = 1; arrived <= 10_000; arrived++) {
            byteAccumulator.add((byte) arrived);
            assertThat(byteAccumulator.array().length).isBetween(arrived, Math.max(64, 2 * arrived));
        }

        byteAccumulator.add(ByteBuffer.allocate(100_000), 100_000);

        assertThat(byteAccumulator.array().length).isBetween(110_000, 220_000);
        assertThat(byteAccumulator.toByteArray()).hasSize(110_000);
    }

    @Test
    void whatIsForgottenIsNotHeardAgain() {
        ByteAccumulator byteAccumulator = new ByteAccumulator();
        byteAccumulator.add((byte) 1);
        byteAccumulator.clear();
        byteAccumulator.add((byte) 2);

        assertThat(byteAccumulator.toByteArray()).containsExactly(2);
    }
}
