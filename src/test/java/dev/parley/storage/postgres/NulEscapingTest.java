package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NulEscapingTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\0", "\u0001", "a\0b\u0001c", "\u00010", "\u00011\0", "0\u0001\u0001\0\0"})
    void everyTextIsReadAsItWasWritten(String text) {
        String stored = NulEscaping.escape(text);

        assertThat(stored).doesNotContain("\0");
        assertThat(NulEscaping.unescape(stored)).isEqualTo(text);
    }
}
