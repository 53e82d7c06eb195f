package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ctl.CtlCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks a server without a terminal, as under systemd, that {@code parley ctl} and users who are operators administer. */
@Tag("full")
class ServiceIT {

    private static final Pattern CODE = Pattern.compile("/op ([0-9A-Z-]{19}) ");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int ctl(String... words) {
        return CtlCommand.command(
                        Map.of(
                                "PARLEY_CONSOLE_SOCKET",
                                folder.resolve("parley.sock").toString()),
                        InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(words);
    }

    /** Waits for a line with this text in it. */
    private static void await(Netcat client, String text) {
        client.awaitLineCount(1, line -> line.contains(text));
    }

    @Test
    void serverWithoutATerminalIsAdministeredByOperatorsAndByCtl() {
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.endInput();
            Matcher code = CODE.matcher(server.awaitLine("There is no operator yet."));
            assertThat(code.find()).isTrue();
            try (Netcat ada = Netcat.join(server.terminalPort(), "ada");
                    Netcat bob = Netcat.join(server.terminalPort(), "bob")) {
                ada.sendLine("/kick bob");
                await(ada, "You are not an operator. /op CODE makes you one.");
                ada.sendLine("/op " + code.group(1));
                await(ada, "You are an operator now.");
                bob.sendLine("/op " + code.group(1));
                await(bob, "This is not a valid operator code or password.");

                ada.sendLine("/lock");
                await(bob, "ada locked the room: only operators can write");
                bob.sendLine("hello");
                await(bob, "This room is locked: only operators can write.");
                assertThat(ctl("unlock", "lobby")).isZero();
                await(ada, "console (" + System.getProperty("user.name") + ") unlocked the room lobby.");
                bob.sendLine("hello again");
                await(ada, "<bob> hello again");

                ada.sendLine("/ignore bob");
                await(ada, "You ignore bob now.");
                bob.sendLine("this is hidden");
                bob.sendLine("/nick eve");
                await(ada, "bob is now eve");
                ada.sendLine("/kick eve flooding");
                await(ada, "eve was kicked.");
                await(bob, "The operator kicked you: flooding");
                assertThat(ada.transcript()).noneMatch(line -> line.contains("this is hidden"));
            }
            server.awaitLine("ada kicked eve: flooding.");
            assertThat(ctl("operators")).isZero();
            assertThat(out.toString()).contains("There are no operators but the console.");
            assertThat(ctl("shutdown")).isZero();
            assertThat(server.awaitExit()).isZero();
            assertThat(ctl("who")).isEqualTo(3);
        }
    }
}
