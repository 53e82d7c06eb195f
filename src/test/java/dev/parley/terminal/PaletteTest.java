package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PaletteTest {

    @Test
    void thereAreColoursOnATerminalOnlyAndIfNobodyObjects() {
        assertThat(Palette.coloursWanted(false, true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(Palette.coloursWanted(false, true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Palette.coloursWanted(true, true, Map.of())).isFalse();
        assertThat(Palette.coloursWanted(false, false, Map.of())).isFalse();
        assertThat(Palette.coloursWanted(false, true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Palette.coloursWanted(false, true, Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void withoutColoursNothingIsAdded() {
        assertThat(Palette.NONE.name("ada") + Palette.NONE.dim("x") + Palette.NONE.mention("y"))
                .isEqualTo("adaxy");
    }
}
