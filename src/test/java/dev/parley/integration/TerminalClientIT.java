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

/** Checks the terminal client at a real terminal, with a real server. */
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
        JoinCommandLine.writeScript(home);
        terminal = Tmux.open(home, COLUMNS, ROWS, Map.of("TERM", "screen-256color"));
    }

    @AfterEach
    void closeTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void join(String name) {
        terminal.enterLine("clear; stty -g >before; ./parley localhost " + server.terminalPort() + " --name " + name
                + "; echo code $?");
        terminal.awaitScreen("*** You are in lobby.");
        terminal.awaitScreenEnd(name + ">");
    }

    /** Checks that the shell has its terminal back with the same settings. */
    private void assertTerminalRestored(int code) {
        terminal.awaitScreen("code " + code);
        terminal.enterLine("stty -g >after; cmp before after && echo sane");
        terminal.awaitScreen("the same settings", screen -> screen.lines().anyMatch("sane"::equals));
    }

    @Test
    void halfTypedLineSurvivesABurstAndIsSentUnchanged() {
        try (Netcat bob = Netcat.join(server.terminalPort(), "bob")) {
            join("ada");
            terminal.type(LONG_LINE);
            terminal.awaitScreenEnd("for sure");
            IntStream.rangeClosed(1, 100).forEach(i -> bob.sendLine("line " + i + " 漢字 😀"));
            terminal.awaitScreen("line 100 漢字 😀");
            terminal.resize(COLUMNS - 15, ROWS);
            IntStream.rangeClosed(101, 200).forEach(i -> bob.sendLine("line " + i + " 漢字 😀"));
            terminal.awaitScreen("line 200 漢字 😀");
            String screen = terminal.awaitScreenEnd("for sure");

            assertThat(screen.substring(screen.indexOf("ada>")).replace("\n", ""))
                    .isEqualToIgnoringWhitespace("ada> " + LONG_LINE);
            assertThat(screen.split("ada>", -1)).as("one prompt").hasSize(2);
            terminal.press("Enter");
            bob.receive("<ada> " + LONG_LINE);
            terminal.awaitScreenEnd("ada>");
            List<String> lines = terminal.scrollback()
                    .lines()
                    .filter(line -> line.contains("<bob>"))
                    .map(line -> line.substring("00:00 ".length()))
                    .toList();
            assertThat(lines)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 200)
                            .mapToObj(i -> "<bob> line " + i + " 漢字 😀")
                            .toList());
            assertThat(terminal.scrollback().replaceAll("\\s+", " ")).containsOnlyOnce("<ada> " + LONG_LINE);
        }
    }

    @Tag("full")
    @Test
    void ctrlCClearsTheLineAndOnAnEmptyLineQuits() {
        join("cleo");
        terminal.type("not meant").awaitScreenEnd("not meant");
        terminal.press("C-c").awaitScreenEnd("cleo>");
        assertThat(terminal.screen()).doesNotContain("not meant");
        terminal.press("C-c");
        assertTerminalRestored(130);
    }

    @Tag("full")
    @Test
    void eachCtrlCClearsOneLineOnly() {
        join("chris");
        for (int i = 1; i <= 20; i++) {
            terminal.type("not meant " + i).awaitScreenEnd("chris> not meant " + i);
            terminal.press("C-c").awaitScreenEnd("chris>");
        }
        terminal.enterLine("still here").awaitScreen("<chris> still here");
        assertThat(terminal.scrollback()).doesNotContain("Ctrl+C again");
    }

    @Tag("full")
    @Test
    void ctrlDOnAnEmptyLineQuits() {
        join("dan");
        terminal.press("C-d");
        assertTerminalRestored(0);
    }

    @Tag("full")
    @Test
    void suspendedClientReleasesTheTerminalAndContinuesItsLine() {
        join("sue");
        terminal.type("to be contin").awaitScreenEnd("to be contin");
        terminal.press("C-z").awaitScreen("Stopped");
        terminal.enterLine("stty -g >after; cmp before after && echo sane");
        terminal.awaitScreen("the same settings", screen -> screen.lines().anyMatch("sane"::equals));
        terminal.enterLine("fg; echo code $?").awaitScreenEnd("sue> to be contin");
        terminal.enterLine("ued").awaitScreen("<sue> to be continued");
        terminal.press("C-d");
        assertTerminalRestored(0);
    }

    @Tag("full")
    @Test
    void terminatedClientRestoresTheTerminal() throws Exception {
        join("tom");
        terminal.type("half").awaitScreenEnd("tom> half");
        assertThat(new ProcessBuilder("kill", Long.toString(terminal.awaitChild()))
                        .start()
                        .waitFor())
                .isZero();
        assertTerminalRestored(130);
    }

    @Test
    void pastedLinesAreOneMessage() {
        try (Netcat bob = Netcat.join(server.terminalPort(), "bob2")) {
            join("pat");
            terminal.paste("first\nsecond").awaitScreenEnd("second");
            terminal.press("Enter");
            bob.receive("<pat> first");
            bob.receive("      second");
            terminal.awaitScreenEnd("pat>");
            terminal.press("Up").awaitScreenEnd("second");
        }
    }

    @Tag("full")
    @Test
    void clientReportsATakenNicknameAndAsksForAnother() {
        try (Netcat ada = Netcat.join(server.terminalPort(), "tara")) {
            ada.sendLine("here");
            terminal.enterLine("clear; ./parley localhost " + server.terminalPort() + " --name tara");
            terminal.awaitScreen("Available: ");
            terminal.awaitScreenEnd("Your name?");
            terminal.enterLine("tessa");
            terminal.awaitScreenEnd("tessa>");
        }
    }

    @Tag("full")
    @Test
    void tabCompletesANickname() {
        try (Netcat bob = Netcat.join(server.terminalPort(), "bartholome")) {
            bob.sendLine("here I am");
            join("tabea");
            terminal.type("bar").press("Tab").awaitScreenEnd("tabea> bartholome:");
            terminal.enterLine("hi").awaitScreen("<tabea> bartholome: hi");
            terminal.type("/msg bar").press("Tab").awaitScreenEnd("tabea> /msg bartholome");
        }
    }

    @Test
    void clientReconnectsToARestartedServerAndLosesNothing() {
        try (ServerProcess own = ServerProcess.start(home, "--parley.limits.messages-per-second=0")) {
            terminal.enterLine("clear; ./parley localhost " + own.terminalPort() + " --name ada");
            terminal.awaitScreen("*** You are in lobby.");
            terminal.awaitScreenEnd("ada>");
            terminal.type("unfinished 漢字").awaitScreenEnd("unfinished 漢字");
            own.kill();
            terminal.awaitScreen("Connection lost. Reconnect? [Y/n] (attempt 1");
            terminal.enterLine(", typed while lost,");
            try (ServerProcess again = own.restart();
                    Netcat bob = Netcat.join(again.terminalPort(), "bob")) {
                bob.sendLine("missed you");
                terminal.awaitScreen("<bob> missed you");
                terminal.awaitScreenEnd("ada> unfinished 漢字, typed while lost,");
                terminal.enterLine(" symphony");
                bob.receive("<ada> unfinished 漢字, typed while lost, symphony");
                terminal.awaitScreen("#lobby  2 here\nada>");
                assertThat(terminal.scrollback())
                        .containsOnlyOnce("<bob> missed you")
                        .containsOnlyOnce("*** The ")
                        .doesNotContain("Connecting to");
            }
        }
    }
}
