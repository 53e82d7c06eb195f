package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the commands that the terminal client executes itself: to change servers, to leave, and to reconnect. */
@Tag("full")
@Tag("waits")
class TerminalCommandsIT {

    private static final int COLUMNS = 90;
    private static final int ROWS = 30;
    private static final String IN = "*** You are in lobby.";

    @TempDir
    private static Path openFolder;

    @TempDir
    private static Path guardedFolder;

    private static ServerProcess open;
    private static ServerProcess guarded;

    @TempDir
    private Path home;

    private Tmux terminal;

    @BeforeAll
    static void startServers() {
        assumeTrue(Tmux.isInstalled(), "There is no tmux here.");
        guarded =
                ServerProcess.launch(guardedFolder, "--parley.auth.password=open sesame", "--parley.history.replay=0");
        open = ServerProcess.start(openFolder, "--parley.limits.messages-per-second=0", "--parley.history.replay=0");
        guarded.awaitLine("stops the server.");
    }

    @AfterAll
    static void stopServers() {
        if (open != null) {
            open.close();
        }
        if (guarded != null) {
            guarded.close();
        }
    }

    @BeforeEach
    void openTerminal() {
        JoinCommandLine.writeScript(home);
        terminal = Tmux.open(home, COLUMNS, ROWS, Map.of("TERM", "screen-256color", "XDG_CONFIG_HOME", ""));
    }

    @AfterEach
    void closeTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void join(ServerProcess server, String name, String... options) {
        terminal.enterLine("clear; ./parley localhost " + server.terminalPort() + " --name " + name + " "
                + String.join(" ", options) + "; echo code $?");
        terminal.awaitScreen(IN);
    }

    private static String address(ServerProcess server) {
        return "localhost:" + server.terminalPort();
    }

    @Test
    void serversAreAddedListedJoinedAndLeft() {
        try (Netcat bob = Netcat.join(open.terminalPort(), "bob")) {
            join(open, "sally");
            terminal.awaitScreenEnd("sally>");
            terminal.enterLine("/server add plaza localhost " + open.terminalPort())
                    .awaitScreen("*** Added plaza, ");
            terminal.enterLine("/server add vault localhost " + guarded.terminalPort())
                    .awaitScreen("*** Added vault, ");
            terminal.enterLine("/server list").awaitScreen("* plaza  " + address(open));
            terminal.enterLine("/server join vault").awaitScreen("*** This is not the server password.");
            terminal.awaitScreen("*** You are not connected.");
            bob.receive("<-- sally left");

            terminal.enterLine("/server join plaza").awaitScreen("*** Connecting to " + address(open));
            terminal.enterLine("hello plaza");
            bob.receive("<sally> hello plaza");
            terminal.enterLine("/server leave").awaitScreen("*** You have disconnected from " + address(open));
            terminal.enterLine("/who").awaitScreen("*** You are not connected. /reconnect");
            terminal.enterLine("said meanwhile").awaitScreen("… said meanwhile");
            terminal.enterLine("/reconnect").awaitScreen("*** Reconnected as sally.");
            bob.receive("<sally> said meanwhile");
        }
        assertThat(home.resolve(".config/parley/servers"))
                .hasContent("plaza localhost " + open.terminalPort() + "\nvault localhost " + guarded.terminalPort());
    }

    @Test
    void userMayReconnectAfterQuittingButNotAfterAKick() {
        try (Netcat bob = Netcat.join(open.terminalPort(), "bert")) {
            join(open, "quinn");
            terminal.awaitScreenEnd("quinn>");
            terminal.enterLine("\\quit").awaitScreenEnd("Reconnect? [y/N]");
            bob.receive("<-- quinn left");
            terminal.enterLine("y").awaitScreenEnd("quinn>");
            terminal.enterLine("back again");
            bob.receive("<quinn> back again");
            open.type("/kick quinn");
            terminal.awaitScreen("*** The operator kicked you.");
            terminal.awaitScreen("code 5");
        }
    }

    @Test
    void passwordIsReadFromItsFileAndLineHistoryIsKept() throws IOException {
        Files.writeString(home.resolve("password"), "open sesame\n", UTF_8);
        join(guarded, "hugo", "--password-file password");
        terminal.awaitScreenEnd("hugo>");
        terminal.enterLine("something to be remembered").awaitScreen("<hugo> something to be remembered");
        terminal.enterLine("something else").awaitScreen("<hugo> something else");
        terminal.press("C-d").awaitScreen("code 0");

        join(guarded, "hugo", "--password-file password");
        terminal.awaitScreenEnd("hugo>");
        terminal.press("Up").awaitScreenEnd("hugo> something else");
        terminal.press("Up").awaitScreenEnd("hugo> something to be remembered");
        terminal.press("C-c").awaitScreenEnd("hugo>");
        terminal.press("C-r").type("remem").awaitScreen("bck-i-search: remem");
        terminal.press("Enter").awaitScreen("<hugo> something to be remembered");
    }

    @Test
    void plainModePrintsLineByLineWithoutEscapeSequences() {
        try (Netcat bob = Netcat.join(open.terminalPort(), "benno")) {
            join(open, "pia", "--plain");
            bob.sendLine("hello pia");
            terminal.awaitScreen("<benno> hello pia");
            terminal.enterLine("hello benno");
            bob.receive("<pia> hello benno");
            terminal.enterLine("\\quit").awaitScreenEnd("Reconnect? [y/N]");
            terminal.enterLine("n").awaitScreen("code 0");
            assertThat(terminal.coloredScreen()).doesNotContain("\u001b");
            assertThat(terminal.screen().lines())
                    .contains("hello benno", "\\quit", "n")
                    .noneMatch(line -> line.contains("pia>"));
        }
    }
}
