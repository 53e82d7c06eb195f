package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes to the terminal port. What fails is had again by the two settings it is reported with, such as
 * {@code -Dtest=TerminalFuzzTest -Dtest.fuzz.seed=4711 -Dtest.fuzz.count=1}.
 */
class TcpFuzzTest {

    private static final int INPUTS = 19_000;

    @Test
    void whateverIsSentIsAnsweredOrClosedAndLeavesNothingBehind() {
        try (TcpFuzzHarness siege = new TcpFuzzHarness()) {
            siege.lay(Input.seeds(INPUTS));
            assertThat(siege.done()).isPositive();
        }
    }

    @Test
    void neitherSideOfTheFenceIsADesert() {
        try (TcpFuzzHarness siege = new TcpFuzzHarness()) {
            siege.lay(LongStream.range(1, 500));
            assertThat(siege.closed()).isBetween(50L, 450L);
        }
    }

    @Test
    void theSameSeedIsTheSameInput() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Input.ofAnyDialect(seed))
                    .hasToString(Input.ofAnyDialect(seed).toString());
        }
    }
}
