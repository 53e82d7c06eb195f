package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.StompCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks which data the log contains, and which it never contains. */
@Tag("full")
@Tag("waits")
class LogIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRET = "s3cret";

    @TempDir
    private Path folder;

    @Test
    void logContainsNoMessageTextOrTokenInAnyDialect() throws Exception {
        Path log = folder.resolve("all.log");
        List<String> secrets = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(
                folder,
                "--logging.level.dev.parley=trace",
                "--logging.file.name=" + log,
                "--parley.limits.messages-per-second=0")) {
            int terminal = server.terminalPort();
            try (Netcat nina = Netcat.join(terminal, "nina");
                    StompLibraryClient ada = StompLibraryClient.connect(server.pagePort());
                    FramedClient fred = FramedClient.join(terminal, "fred");
                    HandleClient hal = HandleClient.join(terminal, "hal");
                    TurnsClient tina = TurnsClient.connect(terminal, "tina");
                    RawTcpClient bill = RawTcpClient.join(terminal, "bill");
                    Netcat tess = Netcat.connect(terminal)) {
                ada.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada");
                secrets.add(ada.receive(StompCommand.CONNECTED).headers().get("resume"));
                ada.join("lobby");
                ada.publish("lobby", SECRET + "-websocket", "r1").receiveReceipt("r1");
                ada.publish("lobby", (SECRET + "-long ").repeat(400), "r2").receiveAt("/user/queue/refusals");
                ada.send("/app/people/nina", "{\"text\":\"" + SECRET + "-direct\"}", "receipt", "r3");
                ada.receiveReceipt("r3");
                tess.send("CONNECT\naccept-version:1.2\nlogin:tess\n\n\0"
                        + "SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\n\n\0"
                        + "SEND\ndestination:/app/rooms/lobby\n\n{\"text\":\"" + SECRET + "-tcp\"}\0");
                nina.receive("<tess> " + SECRET + "-tcp");
                for (LegacyClient client : List.of(fred, hal, tina, bill)) {
                    client.receive("You are in lobby.");
                }
                fred.send(SECRET + "-framed");
                hal.send(SECRET + "-handle");
                tina.send(SECRET + "-turns");
                bill.send(SECRET + "-bare");
                for (String text : List.of("-framed", "-handle", "-turns", "-bare")) {
                    ada.receive(frame -> new String(frame.body().toByteArray(), UTF_8).contains(SECRET + text));
                }
                nina.sendLine(SECRET + "-line");
                ada.receiveMessage(SECRET + "-line");
                // A client that sends its message before its nickname.
                try (Netcat hasty = Netcat.connect(terminal)) {
                    hasty.send("the build is " + SECRET + "\n");
                    hasty.receiveMatching(".*Your name\\?");
                }
            }
            server.awaitLine("nina");
            assertThat(server.stop()).isZero();
            String all =
                    String.join("\n", server.output()) + String.join("\n", server.errors()) + Files.readString(log);
            assertThat(all)
                    .contains("ada (websocket, ", "nina (line, ", "sent a request that was refused: message-too-long");
            secrets.add(SECRET);
            assertThat(secrets).allSatisfy(secret -> assertThat(all).doesNotContain(secret));
            assertThat(server.errors()).isEmpty();
        }
    }

    @Test
    void clientInputCannotForgeLogLinesOrMoveTheOperatorsCursor() {
        try (ServerProcess server = ServerProcess.start(folder, "--logging.level.dev.parley=trace")) {
            String evil = "eve\u001b[2J\u202e\u0007";
            try (Netcat eve = Netcat.connect(server.terminalPort());
                    Netcat mallory = Netcat.connect(server.terminalPort())) {
                eve.send(evil + "\n");
                eve.receiveMatching(".*Your name\\?.*");
                mallory.send("CONNECT\naccept-version:1.2\nlogin:m\\nFORGED joined\n\n\0");
                mallory.receiveMatching("ERROR");
                eve.send("eve\n");
                eve.receiveMatching(".*You are in lobby.*");
                eve.sendLine("/topic " + evil + " FORGED");
                eve.sendLine("/join tea\u202e");
                eve.sendLine("/quit " + evil);
            }
            server.awaitLine(") left");
            assertThat(server.stop()).isZero();
            assertThat(server.output()).noneMatch(line -> line.startsWith("FORGED"));
            assertThat(String.join("", server.output()))
                    .doesNotContain("\u001b")
                    .doesNotContain("\u202e")
                    .doesNotContain("\u0007");
        }
    }

    @Test
    void structuredLogHasEventFieldsAndNoPassword() {
        try (ServerProcess server = ServerProcess.start(
                folder,
                "--logging.structured.format.console=ecs",
                "--logging.level.dev.parley=trace",
                "--parley.auth.password=" + SECRET)) {
            try (Netcat nina = Netcat.connect(server.terminalPort());
                    StompLibraryClient eve = StompLibraryClient.connect(server.pagePort())) {
                nina.send(SECRET + "-guessed\n");
                nina.receiveMatching(".*Password\\?");
                nina.send(SECRET + "\nnina\n");
                nina.receiveMatching(".*You are in lobby.*");
                eve.sendFrame(
                        StompCommand.CONNECT, "accept-version", "1.2", "login", "eve", "passcode", SECRET + "-too");
                eve.receive(StompCommand.ERROR);
                nina.sendLine("/nick nora");
                nina.sendLine("/join tea");
                server.awaitLine("\"room-made\"");
                server.type("/ban nora");
                // Waits for the ban, because a client that disconnects during a ban may leave without a reason.
                server.awaitLine("\"reason\":\"banned\"");
            }
            assertThat(server.stop()).isZero();

            List<JsonNode> lines = server.output().stream()
                    .filter(line -> line.startsWith("{"))
                    .map(JSON::readTree)
                    .toList();
            assertThat(event(lines, "started")).isPresent();
            assertThat(event(lines, "joined")).hasValueSatisfying(line -> {
                assertThat(line.path("person").asString()).isEqualTo("nina");
                assertThat(line.path("dialect").asString()).isEqualTo("line");
                assertThat(line.path("address").asString()).isNotEmpty();
            });
            assertThat(event(lines, "renamed"))
                    .hasValueSatisfying(
                            line -> assertThat(line.path("person").asString()).isEqualTo("nora"));
            assertThat(event(lines, "refused"))
                    .hasValueSatisfying(
                            line -> assertThat(line.path("code").asString()).isEqualTo("password-wrong"));
            // The user may also have left the room before, by joining another, which is logged without a reason.
            assertThat(events(lines, "left"))
                    .anyMatch(line -> line.path("reason").asString("").equals("banned"));
            assertThat(event(lines, "stopping")).isPresent();
            assertThat(event(lines, "stopped")).isPresent();
            assertThat(server.output()).noneMatch(line -> line.contains(SECRET));
            assertThat(server.errors()).isEmpty();
        }
    }

    private static Optional<JsonNode> event(List<JsonNode> lines, String event) {
        return events(lines, event).findFirst();
    }

    private static Stream<JsonNode> events(List<JsonNode> lines, String event) {
        return lines.stream()
                .filter(line -> line.path("event").asString("").equals(event)
                        || line.path("labels").path("event").asString("").equals(event));
    }
}
