package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.Input;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Sends mutated input to the HTTP port. To repeat a failure, run this test with the two settings from its report, such
 * as {@code -Dtest=PageFuzzTest -Dtest.fuzz.seed=4711 -Dtest.fuzz.count=1}.
 */
class PageFuzzTest {

    private static final int INPUTS = 1_000;

    @Test
    void mutatedInputIsAnsweredOrClosedAndLeavesNoSession() throws IOException {
        try (PageFuzzHarness harness = new PageFuzzHarness()) {
            harness.run(Input.seeds(INPUTS));
            assertThat(harness.done()).isPositive();
        }
    }
}
