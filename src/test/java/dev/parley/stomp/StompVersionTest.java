package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the negotiation of the STOMP version. */
class StompVersionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0 | V1_0",
                "1.1 | V1_1",
                "1.2 | V1_2",
                "1.0,1.1,1.2 | V1_2",
                "1.2,1.1,1.0 | V1_2",
                "1.0,1.1,2.0 | V1_1",
                "1.0, 1.1 | V1_1",
                "1.3,1.0 | V1_0",
                ",,1.1,, | V1_1"
            })
    void highestCommonVersionIsNegotiated(String accepted, StompVersion version) {
        assertThat(StompVersion.negotiate(accepted)).contains(version);
    }

    @Test
    void missingVersionMeans10() {
        assertThat(StompVersion.negotiate(null)).contains(StompVersion.V1_0);
        assertThat(StompVersion.chosen(null)).contains(StompVersion.V1_0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "2.0", "1", "1.20", "v1.2", "1.0;1.1"})
    void noCommonVersionIsEmpty(String accepted) {
        assertThat(StompVersion.negotiate(accepted)).isEmpty();
    }

    @Test
    void serverChoosesOneVersion() {
        assertThat(StompVersion.chosen("1.1")).contains(StompVersion.V1_1);
        assertThat(StompVersion.chosen("1.1,1.2")).isEmpty();
    }

    @Test
    void allVersionsAreListed() {
        assertThat(StompVersion.ALL.split(",")).containsExactly("1.0", "1.1", "1.2");
        assertThat(StompVersion.negotiate(StompVersion.ALL)).contains(StompVersion.V1_2);
    }
}
