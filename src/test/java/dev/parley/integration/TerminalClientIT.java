package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a real terminal, in front of the terminal client and a real server. */
@Tag("waits")
class TerminalClientIT {

    private static final int COLUMNS = 60;
    private static final int ROWS = 20;
    private static final String LONG_LINE =
            "half typed 😀 wide 漢字 and so on until it is longer than the window is 😀 wide 漢字 for sure";

    @TempDir
    private static Path serverFolder;

    private static ServerProcess server;

    @TempDir
    private Path home;

    private Tmux terminal;

    @BeforeAll
    static void startServer() {
        assumeTrue(Tmux.isInstalled(), "There is no tmux here.");
        server =
                ServerProcess.start(serverFolder, "--parley.limits.messages-per-second=0", "--parley.history.replay=0");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void openTerminal() {
        TabJoins.script(home);
        terminal = Tmux.open(home, COLUMNS, ROWS, Map.of("TERM", "screen-256color"));
    }

    @AfterEach
    void closeTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void join(String name) {
        terminal.enters("clear; stty -g >before; ./parley localhost " + server.terminalPort() + " --name " + name
                + "; echo code $?");
        terminal.shows("*** You are in lobby.");
        terminal.endsWith(name + ">");
    }

    /** The shell has its terminal back, and it is as it was. */
    private void isSaneAfter(int code) {
        terminal.shows("code " + code);
        terminal.enters("stty -g >after; cmp before after && echo sane");
        terminal.shows("the same settings", screen -> screen.lines().anyMatch("sane"::equals));
    }

    @Test
    void aBurstLeavesAHalfTypedLineAloneAndItArrivesWhole() {
        try (Netcat bob = Netcat.join(server.terminalPort(), "bob")) {
            join("ada");
            terminal.types(LONG_LINE);
            terminal.endsWith("for sure");
            IntStream.rangeClosed(1, 100).forEach(i -> bob.says("line " + i + " 漢字 😀"));
            terminal.shows("line 100 漢字 😀");
            terminal.resizes(COLUMNS - 15, ROWS);
            IntStream.rangeClosed(101, 200).forEach(i -> bob.says("line " + i + " 漢字 😀"));
            terminal.shows("line 200 漢字 😀");
            String screen = terminal.endsWith("for sure");

            assertThat(screen.substring(screen.indexOf("ada>")).replace("\n", ""))
                    .isEqualToIgnoringWhitespace("ada> " + LONG_LINE);
            assertThat(screen.split("ada>", -1)).as("one prompt").hasSize(2);
            terminal.presses("Enter");
            bob.hears("<ada> " + LONG_LINE);
            terminal.endsWith("ada>");
            List<String> lines = terminal.scrollback()
                    .lines()
                    .filter(line -> line.contains("<bob>"))
                    .map(line -> line.substring("00:00 ".length()))
                    .toList();
            assertThat(lines)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 200)
                            .mapToObj(i -> "<bob> line " + i + " 漢字 😀")
                            .toList());
            assertThat(terminal.scrollback()).containsOnlyOnce("<ada> " + LONG_LINE);
        }
    }

    @Tag("full")
    @Test
    void ctrlCClearsTheLineAndTwiceLeaves() {
        join("cleo");
        terminal.types("not meant").endsWith("not meant");
        terminal.presses("C-c").endsWith("cleo>");
        assertThat(terminal.screen()).doesNotContain("not meant");
        terminal.presses("C-c");
        isSaneAfter(130);
    }

    @Tag("full")
    @Test
    void eachCtrlCClearsOneLineAndNoMore() {
        join("chris");
        for (int i = 1; i <= 20; i++) {
            terminal.types("not meant " + i).endsWith("chris> not meant " + i);
            terminal.presses("C-c").endsWith("chris>");
        }
        terminal.enters("still here").shows("<chris> still here");
        assertThat(terminal.scrollback()).doesNotContain("Ctrl+C again");
    }

    @Tag("full")
    @Test
    void ctrlDOnAnEmptyLineQuits() {
        join("dan");
        terminal.presses("C-d");
        isSaneAfter(0);
    }

    @Tag("full")
    @Test
    void whoIsSuspendedGivesTheTerminalBackAndGoesOnWhereItWas() {
        join("sue");
        terminal.types("to be contin").endsWith("to be contin");
        terminal.presses("C-z").shows("Stopped");
        terminal.enters("stty -g >after; cmp before after && echo sane");
        terminal.shows("the same settings", screen -> screen.lines().anyMatch("sane"::equals));
        terminal.enters("fg; echo code $?").endsWith("sue> to be contin");
        terminal.enters("ued").shows("<sue> to be continued");
        terminal.presses("C-d");
        isSaneAfter(0);
    }

    @Tag("full")
    @Test
    void whoIsTerminatedLeavesTheTerminalAsItWas() throws Exception {
        join("tom");
        terminal.types("half").endsWith("tom> half");
        assertThat(new ProcessBuilder("kill", Long.toString(terminal.child()))
                        .start()
                        .waitFor())
                .isZero();
        isSaneAfter(130);
    }

    @Test
    void whatIsPastedIsOneMessage() {
        try (Netcat bob = Netcat.join(server.terminalPort(), "bob2")) {
            join("pat");
            terminal.pastes("first\nsecond").endsWith("second");
            terminal.presses("Enter");
            bob.hears("<pat> first");
            bob.hears("      second");
            terminal.endsWith("pat>");
            terminal.presses("Up").endsWith("second");
        }
    }

    @Tag("full")
    @Test
    void aTakenNameIsSaidAndAnotherIsAskedFor() {
        try (Netcat ada = Netcat.join(server.terminalPort(), "tara")) {
            ada.says("here");
            terminal.enters("clear; ./parley localhost " + server.terminalPort() + " --name tara");
            terminal.shows("Available: ");
            terminal.endsWith("Your name?");
            terminal.enters("tessa");
            terminal.endsWith("tessa>");
        }
    }

    @Tag("full")
    @Test
    void whoKnowsTheWordsNeedsOnlyTab() {
        try (Netcat bob = Netcat.join(server.terminalPort(), "bartholome")) {
            bob.says("here I am");
            join("tabea");
            terminal.types("bar").presses("Tab").endsWith("tabea> bartholome:");
            terminal.enters("hi").shows("<tabea> bartholome: hi");
        }
    }

    @Test
    void aServerThatIsKilledIsComeBackToAndNothingIsLost() {
        try (ServerProcess own = ServerProcess.start(home, "--parley.limits.messages-per-second=0")) {
            terminal.enters("clear; ./parley localhost " + own.terminalPort() + " --name ada");
            terminal.shows("*** You are in lobby.");
            terminal.endsWith("ada>");
            terminal.types("unfinished 漢字").endsWith("unfinished 漢字");
            own.kill();
            terminal.shows("Connection lost. Reconnect? [Y/n]");
            try (ServerProcess again = own.restart();
                    Netcat bob = Netcat.join(again.terminalPort(), "bob")) {
                bob.says("missed you");
                terminal.shows("<bob> missed you");
                terminal.endsWith("ada> unfinished 漢字");
                terminal.enters(" symphony");
                bob.hears("<ada> unfinished 漢字 symphony");
                assertThat(terminal.scrollback()).containsOnlyOnce("<bob> missed you");
            }
        }
    }
}
