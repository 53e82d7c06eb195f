package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void nothingAtAllServes() {
        assertThat(Arguments.read().options()).isEmpty();
    }

    @Test
    void serveServesOnTheTerminalPortsThatFollow() {
        assertThat(Arguments.read("serve").options()).isEmpty();
        assertThat(Arguments.read("serve", "30022").options()).containsExactly("--parley.tcp.ports=30022");
        assertThat(Arguments.read("serve", "8000", "30022", "--server.port=9000")
                        .options())
                .containsExactly("--parley.tcp.ports=8000,30022", "--server.port=9000");
    }

    @Test
    void anOptionIsTrueWithoutAValue() {
        assertThat(Arguments.read("--parley.history.restored-from-backup", "--parley.limits.messages-per-second=0")
                        .options())
                .containsExactly("--parley.history.restored-from-backup=true", "--parley.limits.messages-per-second=0");
    }

    @Test
    void helpIsAskedForInTheUsualWays() {
        assertThat(Arguments.askForHelp("--help")).isTrue();
        assertThat(Arguments.askForHelp("-h")).isTrue();
        assertThat(Arguments.askForHelp("serve", "8000")).isFalse();
        assertThat(Arguments.askForHelp()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "8000", "serve 8000x", "serve --server.port=1 8000", "--port=1", "-p"})
    void whatCannotBeUnderstoodIsAnsweredWithTheUsage(String words) {
        assertThatThrownBy(() -> Arguments.read(words.split(" ")))
                .isInstanceOf(Arguments.Misunderstood.class)
                .hasMessageEndingWith(Arguments.USAGE);
    }
}
