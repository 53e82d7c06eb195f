package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.Input;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes to the page's port. What fails is had again by the two settings it is reported with, such as
 * {@code -Dtest=PageFuzzTest -Dtest.fuzz.seed=4711 -Dtest.fuzz.count=1}.
 */
class PageFuzzTest {

    private static final int INPUTS = 1_000;

    @Test
    void whateverIsSentIsAnsweredOrClosedAndLeavesNothingBehind() throws IOException {
        try (PageFuzzHarness siege = new PageFuzzHarness()) {
            siege.lay(Input.seeds(INPUTS));
            assertThat(siege.done()).isPositive();
        }
    }
}
