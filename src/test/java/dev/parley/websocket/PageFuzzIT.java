package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.FuzzStats;
import dev.parley.fuzz.Input;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same strangers as {@link PageFuzzTest}'s, and many more of them. */
@Tag("soak")
class PageFuzzIT {

    private static final int INPUTS = 100_000;

    @Test
    @Timeout(3_600)
    void whateverAHundredThousandStrangersSendIsAnsweredOrClosed() throws IOException {
        try (PageFuzzHarness siege = new PageFuzzHarness()) {
            siege.lay(Input.seeds(INPUTS));
            FuzzStats.write("abuse", "Mutated input on the page's port: " + siege);
            assertThat(siege.done()).isPositive();
        }
    }
}
