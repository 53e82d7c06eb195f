package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Checks the answers to CONNECT. */
class WebSocketLoginTest extends WebSocketTestBase {

    @Test
    void takenNicknameIsRejectedWithSuggestions() {
        try (StompLibraryClient ada = StompLibraryClient.connect(server.port()).logIn("ada");
                StompLibraryClient other = StompLibraryClient.connect(server.port())) {
            other.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ADA");

            Frame error = other.receive(StompCommand.ERROR);

            assertThat(error.headers().get("message")).isEqualTo("name-taken");
            JsonNode body = StompLibraryClient.json(error);
            assertThat(body.get("code").asString()).isEqualTo("name-taken");
            assertThat(body.get("suggestions").size()).isEqualTo(2);
            assertThat(other.awaitCloseCode()).isEqualTo(1008);
            assertThat(ada.isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"Server,name-reserved", "'',name-empty", "elevenchars,name-too-long", "a b,name-invalid"})
    void invalidNicknameIsRejected(String name, String code) {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port())) {
            eve.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", name);

            assertThat(eve.receive(StompCommand.ERROR).headers().get("message")).isEqualTo(code);
        }
    }

    @Test
    void oneOfManyConcurrentClaimsOfANicknameSucceeds() {
        List<StompLibraryClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                clients.add(StompLibraryClient.connect(server.port()));
            }
            IntStream.range(0, 8)
                    .parallel()
                    .forEach(i ->
                            clients.get(i).sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "zoe"));

            long winners = clients.stream()
                    .map(one -> one.receive(frame -> frame.stompCommand() == StompCommand.CONNECTED
                            || frame.stompCommand() == StompCommand.ERROR))
                    .filter(frame -> frame.stompCommand() == StompCommand.CONNECTED)
                    .count();

            assertThat(winners).isEqualTo(1);
        } finally {
            clients.forEach(StompLibraryClient::close);
        }
    }

    @Test
    void loginWithTheTokenOfAConnectedUserAddsASession() {
        try (StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby");
                StompLibraryClient first = StompLibraryClient.connect(server.port());
                StompLibraryClient second = StompLibraryClient.connect(server.port())) {
            first.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada");
            String token = first.receive(StompCommand.CONNECTED).headers().get("resume");
            first.join("lobby");
            bob.receiveEvent("joined");

            second.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada", "resume", token);
            Frame connected = second.receive(StompCommand.CONNECTED);
            second.join("lobby");

            assertThat(connected.headers().get("user-name")).isEqualTo("ada");
            assertThat(connected.headers().get("resume")).isEqualTo(token);
            second.publish("lobby", "it is me", "r");
            bob.receiveMessage("it is me");
            first.receiveMessage("it is me");
            assertThat(bob.drain())
                    .noneMatch(frame ->
                            StompLibraryClient.isEvent(frame, "left") || StompLibraryClient.isEvent(frame, "joined"));
        }
    }

    @Test
    void unknownTokenCreatesANewUserWithANewToken() {
        try (StompLibraryClient ada = StompLibraryClient.connect(server.port())) {
            String made = "0123456789abcdef0123456789abcdef";
            ada.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada", "resume", made);

            assertThat(ada.receive(StompCommand.CONNECTED).headers().get("resume"))
                    .isNotEqualTo(made)
                    .matches("[0-9a-f]{32}");
        }
    }

    @ParameterizedTest
    @CsvSource({"'1.0,1.1',1.1", "'1.2',1.2", "'1.0',1.0"})
    void serverChoosesTheHighestCommonVersion(String offered, String chosen) {
        try (StompLibraryClient ada = StompLibraryClient.connect(server.port())) {
            ada.sendFrame(StompCommand.CONNECT, "accept-version", offered, "login", "ada");

            assertThat(ada.receive(StompCommand.CONNECTED).headers().get("version"))
                    .isEqualTo(chosen);
            ada.join("lobby");
            Frame receipt = ada.publish("lobby", "hi", "r").receiveReceipt("r");
            assertThat(receipt.headers().get("position")).matches("[A-Za-z0-9]+:[0-9]+");
        }
    }

    @ParameterizedTest
    @CsvSource({"/ws/websocket,v12.stomp", "/ws,v11.stomp", "/ws,v10.stomp", "/ws,", "/ws/websocket,"})
    void everyPathAndSubProtocolWorks(String path, String protocol) {
        String[] protocols = protocol == null ? new String[0] : new String[] {protocol};
        try (StompLibraryClient ada = StompLibraryClient.connect(server.port(), path, protocols)
                .logIn("ada")
                .join("lobby")) {
            ada.publish("lobby", "hi", "r").receiveReceipt("r");
        }
    }

    @Test
    void framesSentBeforeConnectedAreProcessed() {
        try (StompLibraryClient ada = StompLibraryClient.connect(server.port())) {
            String connect = "CONNECT\naccept-version:1.2\nlogin:ada\n\n\0";
            String join = "SUBSCRIBE\nid:a\ndestination:/topic/rooms/lobby\n\n\0";
            String post = "SEND\ndestination:/app/rooms/lobby\nreceipt:r\n\n{\"text\":\"early\"}\0";
            ada.sendRaw(String.join("\n", connect, join, post));

            ada.receive(StompCommand.CONNECTED);
            ada.receiveReceipt("r");
            ada.receiveMessage("early");
        }
    }

    @Test
    void wrongPasswordIsRejectedAndTheCorrectOneAccepted() {
        try (WebTestServer closed = WebTestServer.with("s3cret");
                StompLibraryClient eve = StompLibraryClient.connect(closed.port());
                StompLibraryClient ada = StompLibraryClient.connect(closed.port())) {
            eve.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "eve", "passcode", "guess");
            ada.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada", "passcode", "s3cret");

            ada.receive(StompCommand.CONNECTED);
            assertThat(eve.receive(StompCommand.ERROR).headers().get("message")).isEqualTo("password-wrong");
        }
    }
}
