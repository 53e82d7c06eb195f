package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessGroupTest {

    @ParameterizedTest
    @CsvSource({
        "4242 (java) S 1 4242 4200 34816 4242 0 0, false",
        "4242 (java) S 1 4242 4200 34816 4200 0 0, true",
        "4242 (a) b (java) S 1 4242 4200 34816 4200 0 0, true",
        "4242 (java) S 1 4242 4200 0 -1 0 0, false",
    })
    void processOfAnotherGroupThanTheTerminalIsInTheBackground(String stat, boolean background) {
        assertThat(ProcessGroup.isInBackground(stat)).isEqualTo(background);
    }
}
