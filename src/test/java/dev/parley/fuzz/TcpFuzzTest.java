package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Sends mutated input to the TCP port. A failure names the two settings that reproduce it, such as {@code
 * -Dtest=TcpFuzzTest -Dtest.fuzz.seed=4711 -Dtest.fuzz.count=1}.
 */
class TcpFuzzTest {

    private static final int INPUTS = 19_000;

    @Test
    void mutatedInputIsAnsweredOrDisconnectedAndLeavesNoState() {
        try (TcpFuzzHarness harness = new TcpFuzzHarness()) {
            harness.run(Input.seeds(INPUTS));
            assertThat(harness.inputCount()).isPositive();
        }
    }

    @Test
    void someInputsAreDisconnectedAndSomeAreNot() {
        try (TcpFuzzHarness harness = new TcpFuzzHarness()) {
            harness.run(LongStream.range(1, 500));
            assertThat(harness.closedCount()).isBetween(50L, 450L);
        }
    }

    @Test
    void sameSeedGivesTheSameInput() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Input.ofAnyDialect(seed))
                    .hasToString(Input.ofAnyDialect(seed).toString());
        }
    }
}
