package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the commands of the operator apply to all ports, and persist over a restart. */
@Tag("waits")
@Tag("full")
class OperatorIT {

    private static final int POLICY_VIOLATION = 1008;

    @TempDir
    private Path folder;

    @Test
    void bansAndMutesApplyToAllTransportsAndSurviveARestart() {
        ServerProcess server = ServerProcess.start(folder);
        String token;
        try (server;
                StompLibraryClient bob = StompLibraryClient.connect(server.pagePort())) {
            bob.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "bob");
            token = String.valueOf(bob.receive(StompCommand.CONNECTED).headers().get("resume"));
            bob.join("lobby");
            Netcat ada = Netcat.join(server.terminalPort(), "ada");

            server.type("/mute ada");
            server.awaitLine("ada is muted");
            ada.sendLine("can you hear me?");
            ada.receiveMatching("\\*\\*\\* The operator has muted you\\. .*");
            server.type("/ban bob 60");
            server.awaitLine("bob is banned until");

            assertThat(bob.receive(StompCommand.ERROR).headers().get("message")).isEqualTo("banned");
            assertThat(bob.awaitCloseCode()).isEqualTo(POLICY_VIOLATION);
            assertThat(bob.drain()).noneMatch(frame -> StompLibraryClient.isEvent(frame, "said"));
            ada.receive("<-- bob left (banned)");
            ada.sendLine("/quit");
            assertThat(ada.isClosedCleanly()).isTrue();
            assertThat(server.stop()).isZero();
        }
        try (ServerProcess again = server.restart()) {
            assertThat(refusal(again, "login", "bob")).isEqualTo("name-banned");
            assertThat(refusal(again, "login", "rob", "resume", token)).isEqualTo("banned");
            try (Netcat bob = Netcat.connect(again.terminalPort());
                    Netcat ada = Netcat.join(again.terminalPort(), "ada")) {
                bob.sendLine("bob");
                bob.receiveMatching("\\*\\*\\* “bob” is banned here until .*, (60|59) minutes from now\\..*");
                ada.sendLine("and now?");
                ada.receiveMatching("\\*\\*\\* The operator has muted you\\. .*");

                again.type("/unban bob");
                again.type("/unmute ada");
                again.awaitLine("ada is no longer muted.");
                bob.sendLine("bob");
                bob.receiveMatching("\\*\\*\\* Type to talk.*");
                ada.sendLine("at last");
                bob.receive("<ada> at last");
                assertThat(bob.transcript()).noneMatch(line -> line.contains("and now?"));
                assertBannedAddressIsRefused(again, bob);
            }
            assertThat(again.stop()).isZero();
        }
    }

    /**
     * Checks that a banned address cannot log in. All clients connect from this machine, so the operator has to ban
     * loopback addresses explicitly.
     */
    private static void assertBannedAddressIsRefused(ServerProcess server, Netcat inside) {
        server.type("/ban 127.0.0.1 5");
        inside.receiveMatching("\\*\\*\\* The operator has banned you from this server until .*");
        assertThat(inside.isClosedCleanly()).isTrue();
        try (Netcat outside = Netcat.connect(server.terminalPort());
                StompLibraryClient tab = StompLibraryClient.connect(server.pagePort())) {
            outside.receiveMatching("The operator has banned you from this server until .*");
            assertThat(outside.isClosedCleanly()).isTrue();
            assertThat(tab.receive(StompCommand.ERROR).headers().get("message")).isEqualTo("banned");
            assertThat(tab.awaitCloseCode()).isEqualTo(POLICY_VIOLATION);
        }
        server.type("/unban ::1");
        server.type("/unban 127.0.0.1");
        server.awaitLine("127.0.0.1 is no longer banned.");
        Netcat.join(server.terminalPort(), "cyd").close();
    }

    private static String refusal(ServerProcess server, String... headers) {
        try (StompLibraryClient tab = StompLibraryClient.connect(server.pagePort())) {
            String[] all = new String[headers.length + 2];
            all[0] = "accept-version";
            all[1] = "1.2";
            System.arraycopy(headers, 0, all, 2, headers.length);
            tab.sendFrame(StompCommand.CONNECT, all);
            Frame error = tab.receive(StompCommand.ERROR);
            return String.valueOf(error.headers().get("message"));
        }
    }

    @Test
    void savedRoomLoadsOnceIntoAFreshServer() throws IOException {
        Path file = folder.resolve("lobby.jsonl");
        List<String> saved;
        try (ServerProcess server = ServerProcess.start(Files.createDirectory(folder.resolve("one")));
                Netcat cyd = Netcat.join(server.terminalPort(), "cyd");
                Netcat ada = Netcat.join(server.terminalPort(), "ada")) {
            ada.sendLine("hello 😀");
            ada.sendLine("/me waves");
            cyd.receive("* ada waves");
            server.type("good evening");
            ada.receive("*** Server: good evening");
            server.type("/save lobby " + file);
            server.awaitLine("Saved 3 messages of lobby to " + file + ".");
            server.type("/topic lobby all about tea");
            server.type("/rooms");
            assertThat(server.awaitLine("  lobby (")).endsWith(": all about tea");
            saved = transcript(server, "bob");
            assertThat(saved).containsExactly("<ada> hello 😀", "* ada waves", "*** Server: good evening");
        }
        assertThat(Files.readAllLines(file, UTF_8)).hasSize(4);
        try (ServerProcess fresh = ServerProcess.start(
                Files.createDirectory(folder.resolve("other")), "--spring.profiles.active=classic")) {
            fresh.type("/load lobby " + file);
            fresh.awaitLine("Loaded 3 messages into lobby from " + file + ".");
            fresh.type("/load lobby " + file);
            fresh.awaitLine("Nothing to load: all of 3 messages are in lobby already.");
            assertThat(transcript(fresh, "bob")).isEqualTo(saved);
            assertThat(fresh.output()).noneMatch(line -> line.contains("hello"));
            assertFiveUsersWithoutReplay(fresh);
        }
    }

    private static List<String> transcript(ServerProcess server, String name) {
        try (Netcat reader = Netcat.join(server.terminalPort(), name)) {
            reader.sendLine("/last 50");
            reader.receive("*** Server: good evening");
            reader.sendLine("/quit");
            assertThat(reader.isClosedCleanly()).isTrue();
            return reader.transcript().stream()
                    .filter(line -> line.startsWith("<ada>") || line.startsWith("* ada") || line.contains("Server:"))
                    .distinct()
                    .toList();
        }
    }

    /** Checks the limits of the profile {@code classic}, which this server was started with. */
    private static void assertFiveUsersWithoutReplay(ServerProcess server) {
        try (Netcat ada = Netcat.join(server.terminalPort(), "ada");
                Netcat bob = Netcat.join(server.terminalPort(), "cyd");
                Netcat cyd = Netcat.join(server.terminalPort(), "dee");
                Netcat dee = Netcat.join(server.terminalPort(), "eve");
                Netcat eve = Netcat.join(server.terminalPort(), "fay");
                Netcat sixth = Netcat.connect(server.terminalPort())) {
            sixth.receive("The server is full. Try again later.");
            assertThat(List.of(ada, bob, cyd, dee, eve))
                    .allSatisfy(one -> assertThat(one.transcript()).noneMatch(line -> line.contains("hello")));
        }
    }
}
