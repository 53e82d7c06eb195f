package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same strangers as {@link TcpFuzzTest}'s, and very many more of them. */
@Tag("soak")
class TcpFuzzIT {

    private static final int INPUTS = 900_000;

    @Test
    @Timeout(3_600)
    void whateverNineHundredThousandStrangersSendIsAnsweredOrClosed() {
        try (TcpFuzzHarness siege = new TcpFuzzHarness()) {
            siege.lay(Input.seeds(INPUTS));
            FuzzStats.write("abuse", "Mutated input on the terminal port: " + siege);
            assertThat(siege.done()).isPositive();
        }
    }
}
