package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRegistryTest {

    private final List<String> calls = new ArrayList<>();
    private final CommandRegistry<String> commandRegistry = new CommandRegistry<>(
            List.of(command("who", ""), command("msg", "NAME TEXT"), command("join", "ROOM"), failing("broken")));

    @ParameterizedTest
    @CsvSource({
        "/who, true",
        "\\who, true",
        "\\\\who, false",
        "//who, false",
        "who, false",
        "'', false",
        "/, true",
        "\\, true",
        "' /who', false",
    })
    void lineWithOneLeadingSlashOrBackslashIsACommand(String line, boolean command) {
        assertThat(CommandRegistry.isCommand(line)).isEqualTo(command);
    }

    @Test
    void doubledSlashOrBackslashIsALiteralOne() {
        assertThat(CommandRegistry.literal("//etc/hosts")).isEqualTo("/etc/hosts");
        assertThat(CommandRegistry.literal("\\\\o/")).isEqualTo("\\o/");
        assertThat(CommandRegistry.literal("plain")).isEqualTo("plain");
    }

    @Test
    void commandReceivesTheRestOfTheLine() {
        Reply reply = run("/MSG  bob  hello   there ");
        assertThat(calls).containsExactly("msg by ada: bob  hello   there");
        assertThat(reply).isEqualTo(new Reply("msg", List.of("done")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quite", "/qit", "/quti", "/quot"})
    void replyToAnUnknownCommandNeverSuggestsToEndTheVisit(String line) {
        assertThat(run(line).lines())
                .singleElement()
                .asString()
                .contains("/help lists them.")
                .doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @CsvSource({"/wo, who", "/whoo, who", "/jion, join", "/jo, join", "/hepl, help", "\\wh, who"})
    void replyToAnUnknownCommandSuggestsTheNearestOne(String line, String near) {
        Reply reply = run(line);
        assertThat(reply.command()).isEmpty();
        assertThat(reply.lines()).singleElement().asString().contains("Did you mean /" + near + "?");
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/xyzzy", "/", "/123456"})
    void replyToAnUnrecognizableCommandRefersToHelp(String line) {
        assertThat(run(line).lines()).singleElement().asString().contains("/help");
    }

    @ParameterizedTest
    @CsvSource({
        "\\o/ hooray, \\\\o/ hooray",
        "/etc/passwd is a file, //etc/passwd is a file",
        "\\server\\share, \\\\server\\share",
        "/, //",
        "'/ab\ncd', //ab",
        "/a2345678901234567890123456789012345678901, //a2345678901234567890123456789012345678…",
    })
    void replyToAnUnknownCommandShowsHowToSendTheText(String line, String message) {
        assertThat(run(line).lines())
                .singleElement()
                .asString()
                .endsWith("To send it as a message, type “" + message + "”.");
    }

    @Test
    void wordsOfIrcRunTheCommands() {
        assertThat(run("/J #java").command()).isEqualTo("join");
        assertThat(run("\\query bob hi").command()).isEqualTo("msg");
        assertThat(calls).containsExactly("join by ada: #java", "msg by ada: bob hi");
    }

    @Test
    void helpListsEveryCommandWithItsUsage() {
        assertThat(run("/help").lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("/msg NAME TEXT") && line.endsWith("Help of msg."));
    }

    @Test
    void helpDescribesOneCommand() {
        assertThat(run("/help /join").lines()).containsExactly("/join ROOM  Help of join. Same as /j.");
        assertThat(run("/help j").lines()).containsExactly("/join ROOM  Help of join. Same as /j.");
        assertThat(run("/help jion").lines()).singleElement().asString().contains("/join");
    }

    @Test
    void failedCommandIsAnswered() {
        assertThat(run("/broken").lines()).singleElement().asString().contains("did not work");
    }

    private Reply run(String line) {
        return commandRegistry.run("ada", line).toCompletableFuture().join();
    }

    private Command<String> command(String name, String arguments) {
        return new Command<>(name, arguments, "Help of " + name + ".", (caller, rest) -> {
            calls.add(name + " by " + caller + ": " + rest);
            return CompletableFuture.completedFuture(List.of("done"));
        });
    }

    private static Command<String> failing(String name) {
        return new Command<>(
                name, "", "Fails.", (caller, rest) -> CompletableFuture.failedFuture(new IllegalStateException()));
    }
}
