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

/** What somebody at the terminal client tells the client itself to do: to go to other servers, to leave, to begin anew. */
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
        guarded.awaitLine("Ctrl+C");
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
        TabJoins.script(home);
        terminal = Tmux.open(home, COLUMNS, ROWS, Map.of("TERM", "screen-256color", "XDG_CONFIG_HOME", ""));
    }

    @AfterEach
    void closeTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void join(ServerProcess server, String name, String... options) {
        terminal.enters("clear; ./parley localhost " + server.terminalPort() + " --name " + name + " "
                + String.join(" ", options) + "; echo code $?");
        terminal.shows(IN);
    }

    private static String address(ServerProcess server) {
        return "localhost:" + server.terminalPort();
    }

    @Test
    void otherServersAreAddedListedJoinedAndLeft() {
        try (Netcat bob = Netcat.join(open.terminalPort(), "bob")) {
            join(open, "sally");
            terminal.endsWith("sally>");
            terminal.enters("/server add plaza localhost " + open.terminalPort())
                    .shows("*** Added plaza, ");
            terminal.enters("/server add vault localhost " + guarded.terminalPort())
                    .shows("*** Added vault, ");
            terminal.enters("/server list").shows("* plaza  " + address(open));
            terminal.enters("/server join vault").shows("*** This is not the server password.");
            terminal.shows("*** You are not connected.");
            bob.hears("<-- sally left");

            terminal.enters("/server join plaza").shows("*** Connecting to " + address(open));
            terminal.enters("hello plaza");
            bob.hears("<sally> hello plaza");
            terminal.enters("/server leave").shows("*** You have disconnected from " + address(open));
            terminal.enters("/who").shows("*** You are not connected. /reconnect");
            terminal.enters("said meanwhile").shows("… said meanwhile");
            terminal.enters("/reconnect").shows("*** Reconnected as sally.");
            bob.hears("<sally> said meanwhile");
        }
        assertThat(home.resolve(".config/parley/servers"))
                .hasContent("plaza localhost " + open.terminalPort() + "\nvault localhost " + guarded.terminalPort());
    }

    @Test
    void whoQuitsMayBeginAnewAndWhoIsKickedMayNot() {
        try (Netcat bob = Netcat.join(open.terminalPort(), "bert")) {
            join(open, "quinn");
            terminal.endsWith("quinn>");
            terminal.enters("\\quit").endsWith("Reconnect? [y/N]");
            bob.hears("<-- quinn left");
            terminal.enters("y").endsWith("quinn>");
            terminal.enters("back again");
            bob.hears("<quinn> back again");
            open.type("/kick quinn");
            terminal.shows("*** The operator kicked you.");
            terminal.shows("code 5");
        }
    }

    @Test
    void aPasswordIsReadFromItsFileAndWhatWasTypedIsThereTheNextTime() throws IOException {
        Files.writeString(home.resolve("password"), "open sesame\n", UTF_8);
        join(guarded, "hugo", "--password-file password");
        terminal.endsWith("hugo>");
        terminal.enters("something to be remembered").shows("<hugo> something to be remembered");
        terminal.enters("something else").shows("<hugo> something else");
        terminal.presses("C-d").shows("code 0");

        join(guarded, "hugo", "--password-file password");
        terminal.endsWith("hugo>");
        terminal.presses("Up").endsWith("hugo> something else");
        terminal.presses("Up").endsWith("hugo> something to be remembered");
        terminal.presses("C-c").endsWith("hugo>");
        terminal.presses("C-r").types("remem").shows("bck-i-search: remem");
        terminal.presses("Enter").shows("<hugo> something to be remembered");
    }

    @Test
    void plainIsOneLineAfterTheOther() {
        try (Netcat bob = Netcat.join(open.terminalPort(), "benno")) {
            join(open, "pia", "--plain");
            bob.says("hello pia");
            terminal.shows("<benno> hello pia");
            terminal.enters("hello benno").shows("<pia> hello benno");
            terminal.enters("\\quit").endsWith("Reconnect? [y/N]");
            terminal.enters("n").shows("code 0");
            assertThat(terminal.colouredScreen()).doesNotContain("\u001b");
            assertThat(terminal.screen().lines())
                    .contains("hello benno", "\\quit", "n")
                    .noneMatch(line -> line.startsWith("pia>"));
        }
    }
}
