package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.StompCommand;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks what the server prints when it starts. */
@Tag("waits")
class StartupIT {

    @TempDir
    private Path folder;

    @Test
    void serverPrintsItsAddressesStorageAndHowToStop() {
        try (ServerProcess server = ServerProcess.start(folder)) {
            assertThat(server.output())
                    .filteredOn(line -> !line.endsWith(" (local network)"))
                    .containsExactly(
                            "Parley is running.",
                            "Page: " + server.page(),
                            "TCP: nc localhost " + server.terminalPort(),
                            "Messages: stored in " + server.database() + " for 30 days, at most 100,000 per room.",
                            "Operators: run “parley ctl --socket "
                                    + folder.resolve("parley.sock").toAbsolutePath()
                                    + "”. /help lists commands, /shutdown stops the server.");
            assertThat(server.errors()).isEmpty();
        }
    }

    @Tag("full")
    @Test
    void serverWithoutTcpPortsServesThePageOnly() {
        try (ServerProcess server =
                ServerProcess.start(folder, "--parley.tcp.ports=", "--parley.auth.password=secret")) {
            assertThat(server.output()).noneMatch(line -> line.contains("TCP:"));
            try (StompLibraryClient eve = StompLibraryClient.connect(server.pagePort());
                    StompLibraryClient ada = StompLibraryClient.connect(server.pagePort())) {
                eve.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "eve", "passcode", "guessed");
                assertThat(eve.receive(StompCommand.ERROR).headers().get("message"))
                        .isEqualTo("password-wrong");
                ada.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada", "passcode", "secret");
                ada.receive(StompCommand.CONNECTED);
            }
        }
    }

    @Tag("full")
    @Test
    void unknownSettingEndsTheProcessWithOneSentenceAndAnExitCode() {
        try (ServerProcess server = ServerProcess.launch(folder, "--parley.limits.message-burts=5")) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors())
                    .containsExactly(
                            "There is no setting parley.limits.message-burts. Did you mean parley.limits.message-burst?");
            assertThat(server.output()).isEmpty();
        }
    }

    @Tag("full")
    @Test
    void secondServerOnTheSameFileDoesNotStart() {
        try (ServerProcess first = ServerProcess.start(folder);
                ServerProcess second = ServerProcess.launch(folder)) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.errors())
                    .singleElement()
                    .asString()
                    .contains(first.database().toString(), "in use by another Parley", "" + first.pid());
            assertThat(second.output()).isEmpty();
            assertThat(first.stop()).isZero();
        }
    }

    @Test
    void takenPortEndsTheProcessWithOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0);
                ServerProcess server = ServerProcess.launch(folder, "--server.port=" + taken.getLocalPort())) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).singleElement().asString().contains("is taken by another program");
            assertThat(server.output()).isEmpty();
        }
    }
}
