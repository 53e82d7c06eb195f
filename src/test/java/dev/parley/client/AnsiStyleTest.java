package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnsiStyleTest {

    @Test
    void coloursNeedATerminalAndNoOptOut() {
        assertThat(AnsiStyle.colorsEnabled(false, true, Map.of("TERM", "xterm")))
                .isTrue();
        assertThat(AnsiStyle.colorsEnabled(false, true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(AnsiStyle.colorsEnabled(true, true, Map.of())).isFalse();
        assertThat(AnsiStyle.colorsEnabled(false, false, Map.of())).isFalse();
        assertThat(AnsiStyle.colorsEnabled(false, true, Map.of("NO_COLOR", "1")))
                .isFalse();
        assertThat(AnsiStyle.colorsEnabled(false, true, Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void styleWithoutColoursAddsNothing() {
        assertThat(AnsiStyle.NONE.name("ada") + AnsiStyle.NONE.dim("x") + AnsiStyle.NONE.mention("y"))
                .isEqualTo("adaxy");
    }
}
