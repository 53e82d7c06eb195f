package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ServerLimits;
import dev.parley.integration.StompLibraryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks pings, pongs and the detection of lost connections over real sockets. */
@Tag("full")
@Tag("waits")
class WebSocketLivenessIT {

    private static WebSocketSettings withShortTimeouts(WebSocketSettings settings) {
        return new WebSocketSettings(
                settings.allowedOrigins(),
                settings.connectWithin(),
                settings.stalledAfter(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                settings.silentSockJsAfter());
    }

    @Test
    void clientThatAnswersNoPingIsDisconnected() throws IOException {
        try (WebTestServer server = WebTestServer.with(WebSocketLivenessIT::withShortTimeouts);
                StompLibraryClient answering =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby");
                RawWebSocket dead = RawWebSocket.connect(server.port()).joinLobby("dead")) {
            answering.receiveEvent("joined");

            String received = dead.readAll();

            assertThat(received).contains("\u0089\0").endsWith("reset");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(server.openSessions()).isEqualTo(1));
            assertThat(answering.isClosed()).isFalse();
        }
    }

    @Test
    void pongsAloneKeepAConnectionOpen() throws IOException {
        try (WebTestServer server = WebTestServer.with(WebSocketLivenessIT::withShortTimeouts);
                RawWebSocket alive = RawWebSocket.connect(server.port()).joinLobby("ada")) {
            long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
            Awaitility.await().pollInterval(Duration.ofMillis(500)).until(() -> {
                alive.sendFrame(0x8a, new byte[0]);
                return System.nanoTime() > end;
            });

            assertThat(server.openSessions()).isEqualTo(1);
        }
    }

    @Test
    void clientThatNeverAnswersTheCloseFrameIsDisconnectedWithinFourSeconds() throws IOException {
        try (WebTestServer server = WebTestServer.start();
                RawWebSocket client = RawWebSocket.connect(server.port())) {
            client.sendFrame(0x81, "NONSENSE\n\n\0".getBytes(StandardCharsets.UTF_8));
            long start = System.nanoTime();

            String received = client.readAll();

            assertThat(received).contains("ERROR", "malformed");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void invalidUtf8ClosesTheConnectionWith1007() throws IOException {
        try (WebTestServer server = WebTestServer.start();
                RawWebSocket client = RawWebSocket.connect(server.port())) {
            client.sendFrame(0x81, new byte[] {(byte) 0xc3, (byte) 0x28});

            assertThat(client.readAll()).contains("\u0088", "\u0003\u00ef");
        }
    }

    @Test
    void pongIsNeverSentInsideAMessage() throws IOException {
        ServerLimits fast = new ServerLimits(
                new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);
        try (WebTestServer server = WebTestServer.with(fast);
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby");
                RawWebSocket bare = RawWebSocket.connect(server.port()).joinLobby("bare")) {
            ada.receiveEvent("joined");
            for (int i = 0; i < 400; i++) {
                ada.publish("lobby", "message " + i, "m" + i);
                if (i % 4 == 0) {
                    bare.sendFrame(0x89, new byte[] {'p'});
                }
            }
            ada.receiveReceipt("m399");
            bare.sendFrame(0x81, "DISCONNECT\n\n\0".getBytes(StandardCharsets.UTF_8));

            ReceivedFrames frames = ReceivedFrames.of(bare.readAll());

            // A pong may stand for several pings (RFC 6455, section 5.5.3).
            assertThat(frames.pongs()).isBetween(1, 100);
            assertThat(frames.texts().stream().filter(text -> text.contains("\"type\":\"said\"")))
                    .hasSize(400)
                    .allSatisfy(text -> assertThat(text).startsWith("MESSAGE\n").endsWith("}\0"));
        }
    }

    @Test
    void floodOfPingsEndsTheConnection() throws IOException {
        try (WebTestServer server = WebTestServer.start();
                RawWebSocket flooding = RawWebSocket.connect(server.port()).joinLobby("flooding")) {
            for (int i = 0; i < 201; i++) {
                flooding.sendFrame(0x89, new byte[] {'p'});
            }

            // Status code 1008 is 0x03F0 (RFC 6455, section 7.4.1).
            assertThat(flooding.readAll()).contains("\u0003\u00f0At most 200 pings");
            Awaitility.await().until(() -> server.openSessions() == 0);
        }
    }

    @Test
    void sockJsSessionWithoutPollsIsRemoved() throws Exception {
        try (WebTestServer server = WebTestServer.start()) {
            URI poll = URI.create("http://localhost:" + server.port() + "/ws/000/one/xhr");
            var request = HttpRequest.newBuilder(poll).POST(BodyPublishers.noBody());
            String opened = HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.ofString())
                    .body();

            assertThat(opened).isEqualTo("o\n");
            assertThat(server.openSessions()).isEqualTo(1);
            Awaitility.await().atMost(Duration.ofSeconds(12)).until(() -> server.openSessions() == 0);
        }
    }
}
