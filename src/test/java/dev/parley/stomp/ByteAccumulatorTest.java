package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Checks the capacity and content of the accumulator. */
class ByteAccumulatorTest {
    @Test
    void capacityIsAtMostTwiceTheSize() {
        ByteAccumulator byteAccumulator = new ByteAccumulator();
        for (int size = 1; size <= 10_000; size++) {
            byteAccumulator.add((byte) size);
            assertThat(byteAccumulator.array().length).isBetween(size, Math.max(64, 2 * size));
        }

        byteAccumulator.add(ByteBuffer.allocate(100_000), 100_000);

        assertThat(byteAccumulator.array().length).isBetween(110_000, 220_000);
        assertThat(byteAccumulator.toByteArray()).hasSize(110_000);
    }

    @Test
    void clearRemovesTheContent() {
        ByteAccumulator byteAccumulator = new ByteAccumulator();
        byteAccumulator.add((byte) 1);
        byteAccumulator.clear();
        byteAccumulator.add((byte) 2);

        assertThat(byteAccumulator.toByteArray()).containsExactly(2);
    }
}
