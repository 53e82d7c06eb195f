package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Checks the command line of the server. */
class ParleyCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<List<String>> started = new ArrayList<>();
    private int trees;

    private int run(String... words) {
        return ParleyCommand.run(this::start, this::tree, words);
    }

    private boolean start(List<String> options) {
        started.add(options);
        return true;
    }

    private CommandLine tree(Predicate<List<String>> server) {
        trees++;
        return ParleyCommand.tree(server).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    @Test
    void emptyCommandLineStartsTheServer() {
        assertThat(run()).isEqualTo(ParleyCommand.SERVING);
        assertThat(started).containsExactly(List.of());
    }

    @Test
    void portsAfterServeSetTheTcpPorts() {
        run("serve", "30022");
        run("serve", "8000", "30022", "--server.port=9000");

        assertThat(started)
                .containsExactly(
                        List.of("--parley.tcp.ports=30022"),
                        List.of("--parley.tcp.ports=8000,30022", "--server.port=9000"));
    }

    @Test
    void settingsPassThroughUnchangedAndAreTrueWithoutAValue() {
        run("--parley.history.restored-from-backup", "--parley.auth.password=@a b=\"c\"", "--debug");

        assertThat(started)
                .containsExactly(List.of(
                        "--parley.history.restored-from-backup=true", "--parley.auth.password=@a b=\"c\"", "--debug"));
    }

    @Test
    void startOfTheServerCreatesNoCommandTree() {
        run();
        run("serve", "8000", "--debug");
        assertThat(trees).isZero();

        run("serve", "--help");
        assertThat(trees).isEqualTo(1);
        assertThat(out.toString()).contains("parley serve [PORT...]");
        assertThat(started).hasSize(2);
    }

    @Test
    void serverThatDoesNotStartExitsWithOne() {
        assertThat(ParleyCommand.run(options -> false, this::tree, "serve")).isEqualTo(1);
    }

    @Test
    void commandTreeStartsTheServerAsWell() {
        assertThat(run("serve", "--", "8000")).isEqualTo(ParleyCommand.SERVING);
        assertThat(trees).isEqualTo(1);
        assertThat(started).containsExactly(List.of("--parley.tcp.ports=8000"));
    }

    @ParameterizedTest
    @CsvSource({
        "server, There is no command “server”.",
        "8000, There is no command “8000”.",
        "serve 8000x, “8000x” is neither a port directly after “serve” nor a setting.",
        "serve --server.port=1 8000, “8000” is neither a port directly after “serve” nor a setting.",
        "--port=1, There is no option --port.",
        "-p, “-p” is neither a port directly after “serve” nor a setting.",
        "join --nonsense, Unknown option: '--nonsense'",
    })
    void invalidCommandLineIsRejectedWithASentence(String words, String sentence) {
        assertThat(run(words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith(sentence).contains("--help.");
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--help", "-h", "help"})
    void helpListsCommandsSettingsAndExamples(String word) {
        assertThat(run(word)).isZero();
        assertThat(out.toString())
                .contains("serve", "join", "completion", "--server.port=8080", "--parley.tcp.ports=8000")
                .contains("--parley.history.file=parley.db", "--parley.auth.password=", "http://localhost:8080");
        assertThat(started).isEmpty();
    }

    @Test
    void versionIsPrintedByTheRootAndByJoin() {
        assertThat(run("--version")).isZero();
        assertThat(run("join", "--version")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("Parley "));
    }

    @Test
    void completionScriptCoversTheWholeTree() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("serve", "join", "--no-replay", "completion");
        out.getBuffer().setLength(0);
        assertThat(run("join", "--completion")).isZero();
        assertThat(out.toString()).contains("serve", "--no-replay");
    }
}
