package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sends many more inputs than {@link TcpFuzzTest} does. */
@Tag("soak")
class TcpFuzzIT {

    private static final int INPUTS = 900_000;

    @Test
    @Timeout(3_600)
    void everyMutatedInputIsAnsweredOrDisconnected() {
        try (TcpFuzzHarness harness = new TcpFuzzHarness()) {
            harness.run(Input.seeds(INPUTS));
            FuzzStats.write("abuse", "Mutated input on the terminal port: " + harness);
            assertThat(harness.inputCount()).isPositive();
        }
    }
}
