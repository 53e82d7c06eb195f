package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the operator console of the server at a real terminal. */
@Tag("waits")
class ConsoleIT {

    private static final int COLUMNS = 60;
    private static final int ROWS = 20;
    private static final String LONG_LINE =
            "half typed 😀 wide 漢字 and so on until it is longer than the window is 😀 wide 漢字 for sure";
    private static final Pattern PORT = Pattern.compile("TCP: nc localhost (\\d+)");

    @TempDir
    private Path folder;

    private Tmux terminal;
    private int port;

    @BeforeEach
    void startServer() throws IOException {
        assumeTrue(Tmux.isInstalled(), "There is no tmux here.");
        String command = ServerProcess.command(
                        List.of("--server.port=0", "--parley.tcp.ports=0", "--parley.limits.messages-per-second=0"))
                .stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Files.writeString(folder.resolve("server"), "exec " + command + "\n");
        terminal = Tmux.open(folder, COLUMNS, ROWS, Map.of("TERM", "screen-256color"));
        terminal.enterLine("clear; stty -g >before; sh ./server; echo code $?");
        terminal.awaitScreen(
                "where the terminals are", screen -> PORT.matcher(screen).find());
        Matcher opened = PORT.matcher(terminal.awaitScreenEnd("Server>"));
        assertThat(opened.find()).isTrue();
        port = Integer.parseInt(opened.group(1));
    }

    @AfterEach
    void closeTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    /** Checks that the shell has its terminal back with the same settings. */
    private void assertTerminalRestored(int code) {
        terminal.awaitScreen("code " + code);
        terminal.enterLine("stty -g >after; cmp before after && echo sane");
        terminal.awaitScreen("the same settings", screen -> screen.lines().anyMatch("sane"::equals));
    }

    @Test
    void outputAppearsAboveAHalfTypedLineThatIsSentUnchanged() {
        try (Netcat bob = Netcat.join(port, "bob")) {
            terminal.awaitScreen("bob (line, 127.0.0.1) joined");
            terminal.type(LONG_LINE).awaitScreenEnd("for sure");
            IntStream.rangeClosed(1, 100).forEach(i -> bob.sendLine("line " + i + " 漢字 😀"));
            terminal.awaitScreen("line 100 漢字 😀");
            terminal.resize(COLUMNS - 15, ROWS);
            IntStream.rangeClosed(101, 200).forEach(i -> bob.sendLine("line " + i + " 漢字 😀"));
            terminal.awaitScreen("line 200 漢字 😀");
            String screen = terminal.awaitScreenEnd("for sure");

            assertThat(screen.substring(screen.indexOf("Server>")).replace("\n", ""))
                    .isEqualToIgnoringWhitespace("Server> " + LONG_LINE);
            assertThat(screen.split("Server>", -1)).as("one prompt").hasSize(2);
            terminal.press("Enter");
            bob.receive("*** Server: " + LONG_LINE);
            List<String> lines = terminal.scrollback()
                    .lines()
                    .filter(line -> line.contains("<bob>"))
                    .map(line -> line.substring(line.indexOf("<bob>")))
                    .toList();
            assertThat(lines)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 200)
                            .mapToObj(i -> "<bob> line " + i + " 漢字 😀")
                            .toList());
        }
    }

    @Test
    void ctrlCOnAHalfTypedLineShutsTheServerDownGracefully() {
        try (Netcat bob = Netcat.join(port, "bob")) {
            terminal.type("never said").awaitScreenEnd("Server> never said");
            terminal.press("C-c");
            bob.receive("*** The server is shutting down. Goodbye.");
            assertThat(bob.isClosedCleanly()).isTrue();
            assertTerminalRestored(0);
        }
    }
}
