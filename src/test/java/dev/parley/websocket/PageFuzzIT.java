package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.FuzzStats;
import dev.parley.fuzz.Input;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@link PageFuzzTest} with many more inputs. */
@Tag("soak")
class PageFuzzIT {

    private static final int INPUTS = 100_000;

    @Test
    @Timeout(3_600)
    void everyMutatedInputIsAnsweredOrClosed() throws IOException {
        try (PageFuzzHarness harness = new PageFuzzHarness()) {
            harness.run(Input.seeds(INPUTS));
            FuzzStats.write("abuse", "Mutated input on the HTTP port: " + harness);
            assertThat(harness.done()).isPositive();
        }
    }
}
