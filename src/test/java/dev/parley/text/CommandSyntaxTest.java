package dev.parley.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSyntaxTest {

    @ParameterizedTest
    @CsvSource({
        "/who, true",
        "\\who, true",
        "//who, false",
        "\\\\who, false",
        "/\\who, true",
        "\\/who, true",
        "who, false",
        "'', false",
        "/, true",
        "\\, true",
        "' /who', false",
    })
    void lineThatBeginsWithOneSlashOrBackslashIsACommand(String line, boolean command) {
        assertThat(CommandSyntax.isCommand(line)).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource({
        "//etc/hosts, /etc/hosts",
        "\\\\o/, \\o/",
        "\\\\\\server\\share, \\\\server\\share",
        "///, //",
        "plain, plain",
    })
    void doubledSlashOrBackslashAtTheBeginningStandsForOne(String line, String text) {
        assertThat(CommandSyntax.literal(line)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "\\o/", "\\\\server\\share", "//x", "plain", "", "/"})
    void escapedTextIsAMessageWithThisText(String text) {
        assertThat(CommandSyntax.isCommand(CommandSyntax.escape(text))).isFalse();
        assertThat(CommandSyntax.literal(CommandSyntax.escape(text))).isEqualTo(text);
    }

    @Test
    void wordsOfIrcStandForCommands() {
        assertThat(CommandSyntax.commandName("PART")).isEqualTo("leave");
        assertThat(CommandSyntax.commandName("query")).isEqualTo("msg");
        assertThat(CommandSyntax.commandName("Nick")).isEqualTo("nick");
        assertThat(CommandSyntax.aliases("who")).containsExactly("names", "whois");
        assertThat(CommandSyntax.aliases("nick")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"#java bye all, #java", "java, java", "' #java ', #java", "two words, two words", "'', ''"})
    void textAfterARoomWithItsSignIsIgnored(String arguments, String room) {
        assertThat(CommandSyntax.roomArgument(arguments)).isEqualTo(room);
    }

    @ParameterizedTest
    @CsvSource({"@bob, bob", "'bob,', bob", "bob:, bob", "'@bob,', bob", "bob, bob", "@, @", "':', ':'", "a@b, a@b"})
    void nicknameIsReturnedWithoutTheSignsOfAFormOfAddress(String typed, String nickname) {
        assertThat(CommandSyntax.withoutAddress(typed)).isEqualTo(nickname);
    }

    @Test
    void keyFollowsTheNameOfARoom() {
        String key = "AbCdEfGhIjKlMnOpQrSt_-";

        assertThat(CommandSyntax.roomArgument(" tea " + key)).isEqualTo("tea");
        assertThat(CommandSyntax.keyArgument(" tea  " + key + " ")).isEqualTo(key);
        assertThat(CommandSyntax.keyArgument("#tea " + key)).isEqualTo(key);
        assertThat(CommandSyntax.keyArgument(key)).isNull();
        assertThat(CommandSyntax.keyArgument("tea short")).isNull();
        assertThat(CommandSyntax.roomArgument("tea short")).isEqualTo("tea short");
    }
}
