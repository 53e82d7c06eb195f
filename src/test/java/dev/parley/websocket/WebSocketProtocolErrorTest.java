package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that a frame that the endpoint does not accept causes an ERROR and ends the connection. */
class WebSocketProtocolErrorTest extends WebSocketTestBase {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\ndestination:/topic/rooms/lobby\n\n{\"text\":\"x\"}\0",
                "SEND\ndestination:/topic/rooms\n\n{}\0",
                "SEND\ndestination:/user/queue/direct\n\n{}\0",
                "SEND\ndestination:/user/bob/queue/direct\n\n{}\0",
                "SEND\ndestination:/queue/direct\n\n{}\0",
                "SEND\ndestination:/app/people/\n\n{\"text\":\"x\"}\0",
                "SEND\ndestination:/app/rooms\n\n{}\0",
                "SEND\ndestination:/app/rooms/lobby/other\n\n{}\0",
                "SEND\ndestination:/app/rooms/*\n\n{\"text\":\"x\"}\0",
                "SEND\n\n{}\0",
                "SEND\ndestination:/app/rooms/lobby\ntransaction:t\n\n{\"text\":\"x\"}\0",
                "SUBSCRIBE\nid:a\ndestination:/topic/**\n\n\0",
                "SUBSCRIBE\nid:a\ndestination:/topic/rooms/*\n\n\0",
                "SUBSCRIBE\nid:a\ndestination:/user/bob/queue/direct\n\n\0",
                "SUBSCRIBE\nid:a\ndestination:/queue/direct-user1\n\n\0",
                "SUBSCRIBE\nid:a\ndestination:/app/rooms/lobby\n\n\0",
                "SUBSCRIBE\nid:a\ndestination:/app/commands\n\n\0",
                "SUBSCRIBE\nid:a\n\n\0",
                "SUBSCRIBE\ndestination:/topic/rooms/lobby\n\n\0",
                "SUBSCRIBE\nid:a\ndestination:/topic/rooms/lobby\nselector:x=1\n\n\0",
                "SUBSCRIBE\nid:a\ndestination:/topic/rooms/lobby\nack:client\n\n\0",
                "UNSUBSCRIBE\n\n\0",
                "BEGIN\ntransaction:t\n\n\0",
                "COMMIT\ntransaction:t\n\n\0",
                "ABORT\ntransaction:t\n\n\0",
                "ACK\nid:1\n\n\0",
                "NACK\nid:1\n\n\0",
                "CONNECT\naccept-version:1.2\nlogin:other\n\n\0",
                "MESSAGE\ndestination:/topic/rooms/lobby\n\nx\0",
                "NONSENSE\n\n\0",
                "SEND\ndestination:\\x\n\n{}\0",
                "SUBSCRIBE\nid:0123456789012345678901234567890123456789012345678901234567890123456789"
                        + "\ndestination:/topic/rooms/lobby\n\n\0",
            })
    void unsupportedFrameEndsTheConnectionWithAnError(String frame) {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port()).logIn("eve");
                StompLibraryClient bystander =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby")) {
            eve.sendRaw(frame);

            Frame error = eve.receive(StompCommand.ERROR);

            assertThat(error.headers().get("message")).isEqualTo("malformed");
            assertThat(error.headers().get("content-type")).isEqualTo("application/json");
            assertThat(StompLibraryClient.json(error).get("code").asString()).isEqualTo("malformed");
            assertThat(StompLibraryClient.json(error).get("sentence").asString())
                    .endsWith(".")
                    .hasSizeLessThan(200)
                    .doesNotContain("Exception", "dev.parley", "springframework");
            assertThat(eve.awaitCloseCode()).isEqualTo(1002);
            assertThat(bystander.drain()).noneMatch(received -> StompLibraryClient.isEvent(received, "said"));
        } finally {
            server.disconnectAll();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\ndestination:/app/rooms/lobby\n\n{\"text\":\"x\"}\0",
                "SUBSCRIBE\nid:a\ndestination:/topic/rooms/lobby\n\n\0",
                "DISCONNECT\n\n\0",
                "CONNECT\naccept-version:3.0\nlogin:x\n\n\0",
                "CONNECT\naccept-version:1.2\nlogin:x\nheart-beat:a,b\n\n\0",
                "GET / HTTP/1.1\r\n\r\n",
            })
    void frameOtherThanAValidConnectIsRejectedBeforeLogin(String frame) {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port())) {
            eve.sendRaw(frame);

            assertThat(eve.receive(StompCommand.ERROR).headers().get("message")).isEqualTo("malformed");
            assertThat(eve.awaitCloseCode()).isEqualTo(1002);
        }
    }

    @Test
    void frameAbove64KiBIsRejectedEvenInManyPieces() {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port()).logIn("eve")) {
            eve.sendRaw("SEND\ndestination:/app/rooms/lobby\n\n{\"text\":\"");
            String part = "x".repeat(8_000);
            for (int i = 0; i < 8; i++) {
                eve.sendRaw(part);
            }
            eve.sendRaw(part);

            assertThat(StompLibraryClient.json(eve.receive(StompCommand.ERROR))
                            .get("sentence")
                            .asString())
                    .contains("too large");
            assertThat(eve.awaitCloseCode()).isEqualTo(1009);
        } finally {
            server.disconnectAll();
        }
    }

    @Test
    void tooLargeContentLengthIsRejectedBeforeTheBodyArrives() {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port()).logIn("eve")) {
            eve.sendRaw("SEND\ncontent-length:99999999\ndestination:/app/rooms/lobby\n\n");

            assertThat(StompLibraryClient.json(eve.receive(StompCommand.ERROR))
                            .get("sentence")
                            .asString())
                    .contains("too large");
            assertThat(eve.awaitCloseCode()).isEqualTo(1009);
        } finally {
            server.disconnectAll();
        }
    }

    @Test
    void moreThan8KiBBeforeLoginAreRejected() {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port())) {
            eve.sendRaw("CONNECT\naccept-version:1.2\nlogin:" + "x".repeat(9_000) + "\n\n\0");

            assertThat(StompLibraryClient.json(eve.receive(StompCommand.ERROR))
                            .get("sentence")
                            .asString())
                    .contains("too large", "8192");
            assertThat(eve.awaitCloseCode()).isEqualTo(1009);
        }
    }

    /** Announces a payload of 1 TiB in the header of a WebSocket frame. */
    @Test
    void announcedLengthOfAWebSocketFrameReservesNoMemory() throws IOException {
        try (RawWebSocket eve = RawWebSocket.connect(server.port())) {
            byte[] head = {(byte) 0x81, (byte) 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            eve.sendBytes(head);
            eve.sendBytes(("CONNECT\nlogin:" + "x".repeat(9_000)).getBytes(StandardCharsets.UTF_8));

            assertThat(eve.readAll()).contains("too large", "\u0003\u00f1");
        }
    }

    @Test
    void thousandHeadersAreRejected() {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port()).logIn("eve")) {
            StringBuilder frame = new StringBuilder("SEND\ndestination:/app/rooms/lobby\n");
            for (int i = 0; i < 1_000; i++) {
                frame.append('h').append(i).append(":v\n");
            }
            eve.sendRaw(frame.append("\n{}\0").toString());

            assertThat(StompLibraryClient.json(eve.receive(StompCommand.ERROR))
                            .get("sentence")
                            .asString())
                    .contains("64");
            assertThat(eve.awaitCloseCode()).isEqualTo(1009);
        } finally {
            server.disconnectAll();
        }
    }

    @Test
    void secondSubscriptionToTheSameRoomIsRejected() {
        try (StompLibraryClient eve =
                StompLibraryClient.connect(server.port()).logIn("eve").join("lobby")) {
            eve.subscribe("/topic/rooms/lobby", "again");

            assertThat(StompLibraryClient.json(eve.receive(StompCommand.ERROR))
                            .get("sentence")
                            .asString())
                    .contains("UNSUBSCRIBE");
        } finally {
            server.disconnectAll();
        }
    }

    @Test
    void errorNamesTheReceiptOfTheFrameThatCausedIt() {
        try (StompLibraryClient eve = StompLibraryClient.connect(server.port()).logIn("eve")) {
            eve.send("/topic/rooms/lobby", "{}", "receipt", "r-9");

            assertThat(eve.receive(StompCommand.ERROR).headers().get("receipt-id"))
                    .isEqualTo("r-9");
        } finally {
            server.disconnectAll();
        }
    }
}
