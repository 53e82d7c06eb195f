package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedTest {

    @Test
    void aLineIsSaidUnlessItIsACommand() {
        assertThat(Typed.read("hello ")).isEqualTo(new Typed.Say("hello", false));
        assertThat(Typed.read("//etc")).isEqualTo(new Typed.Say("/etc", false));
        assertThat(Typed.read("/me waves")).isEqualTo(new Typed.Say("waves", true));
        assertThat(Typed.read("  ")).isEqualTo(new Typed.Nothing());
        assertThat(Typed.read("/Join Dev")).isEqualTo(new Typed.Command("join", "Dev", "/Join Dev"));
        assertThat(Typed.read("\\quit")).isEqualTo(new Typed.Command("quit", "", "\\quit"));
        assertThat(Typed.read("one\ntwo")).isEqualTo(new Typed.Say("one\ntwo", false));
    }
}
