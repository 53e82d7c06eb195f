package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class GatheredTest {
    @Test
    void noMoreThanTwiceWhatHasArrivedIsHeld() {
        Gathered gathered = new Gathered();
        for (int arrived = 1; arrived <= 10_000; arrived++) {
            gathered.add((byte) arrived);
            assertThat(gathered.array().length).isBetween(arrived, Math.max(64, 2 * arrived));
        }

        gathered.add(ByteBuffer.allocate(100_000), 100_000);

        assertThat(gathered.array().length).isBetween(110_000, 220_000);
        assertThat(gathered.toByteArray()).hasSize(110_000);
    }

    @Test
    void whatIsForgottenIsNotHeardAgain() {
        Gathered gathered = new Gathered();
        gathered.add((byte) 1);
        gathered.clear();
        gathered.add((byte) 2);

        assertThat(gathered.toByteArray()).containsExactly(2);
    }
}
