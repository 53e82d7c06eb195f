package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same strangers as {@link TerminalFuzzTest}'s, and very many more of them. */
@Tag("soak")
class TerminalFuzzJourney {

    private static final int INPUTS = 900_000;

    @Test
    @Timeout(3_600)
    void whateverNineHundredThousandStrangersSendIsAnsweredOrClosed() {
        try (TerminalSiege siege = new TerminalSiege()) {
            siege.lay(Input.seeds(INPUTS));
            Figures.write("abuse", "Mutated input on the terminal port: " + siege);
            assertThat(siege.done()).isPositive();
        }
    }
}
