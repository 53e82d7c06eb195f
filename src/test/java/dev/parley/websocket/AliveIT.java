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

/** Who is still there, who is not, and who is made to go. */
@Tag("full")
@Tag("waits")
class AliveIT {

    private static WebSocketSettings impatient(WebSocketSettings settings) {
        return new WebSocketSettings(
                settings.allowedOrigins(),
                settings.password(),
                settings.connectWithin(),
                settings.stalledAfter(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                settings.silentSockJsAfter());
    }

    @Test
    void whoDoesNotEvenAnswerAPingIsTakenForLost() throws IOException {
        try (WebTestServer server = WebTestServer.with(AliveIT::impatient);
                StompLibraryClient answering =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby");
                RawWebSocket dead = RawWebSocket.at(server.port()).enters("dead")) {
            answering.hearsEvent("joined");

            String heard = dead.readsAll();

            assertThat(heard).contains("\u0089\0").endsWith("reset");
            Awaitility.await().untilAsserted(() -> assertThat(server.open()).isEqualTo(1));
            assertThat(answering.isClosed()).isFalse();
        }
    }

    @Test
    void anyBytesCountAlsoAPong() throws IOException {
        try (WebTestServer server = WebTestServer.with(AliveIT::impatient);
                RawWebSocket alive = RawWebSocket.at(server.port()).enters("ada")) {
            long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
            Awaitility.await().pollInterval(Duration.ofMillis(500)).until(() -> {
                alive.says(0x8a, new byte[0]);
                return System.nanoTime() > end;
            });

            assertThat(server.open()).isEqualTo(1);
        }
    }

    @Test
    void whoNeverAnswersTheCloseFrameIsCutSoonAfterIt() throws IOException {
        try (WebTestServer server = WebTestServer.start();
                RawWebSocket rude = RawWebSocket.at(server.port())) {
            rude.says(0x81, "NONSENSE\n\n\0".getBytes(StandardCharsets.UTF_8));
            long begun = System.nanoTime();

            String heard = rude.readsAll();

            assertThat(heard).contains("ERROR", "malformed");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void invalidUtf8EndsInTheCodeForIt() throws IOException {
        try (WebTestServer server = WebTestServer.start();
                RawWebSocket rude = RawWebSocket.at(server.port())) {
            rude.says(0x81, new byte[] {(byte) 0xc3, (byte) 0x28});

            assertThat(rude.readsAll()).contains("\u0088", "\u0003\u00ef");
        }
    }

    @Test
    void aPongIsNeverInTheMiddleOfAMessage() throws IOException {
        ServerLimits fast = new ServerLimits(
                new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO);
        try (WebTestServer server = WebTestServer.with(fast);
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby");
                RawWebSocket bare = RawWebSocket.at(server.port()).enters("bare")) {
            ada.hearsEvent("joined");
            for (int i = 0; i < 400; i++) {
                ada.posts("lobby", "message " + i, "m" + i);
                bare.says(0x89, new byte[] {'p'});
            }
            ada.hearsReceipt("m399");
            bare.says(0x81, "DISCONNECT\n\n\0".getBytes(StandardCharsets.UTF_8));

            WholeFrames frames = WholeFrames.of(bare.readsAll());

            assertThat(frames.pongs()).isEqualTo(400);
            assertThat(frames.texts().stream().filter(text -> text.contains("\"type\":\"said\"")))
                    .hasSize(400)
                    .allSatisfy(text -> assertThat(text).startsWith("MESSAGE\n").endsWith("}\0"));
        }
    }

    @Test
    void aSockJsSessionThatNobodyPollsIsGone() throws Exception {
        try (WebTestServer server = WebTestServer.start()) {
            URI poll = URI.create("http://localhost:" + server.port() + "/ws/000/one/xhr");
            var request = HttpRequest.newBuilder(poll).POST(BodyPublishers.noBody());
            String opened = HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.ofString())
                    .body();

            assertThat(opened).isEqualTo("o\n");
            assertThat(server.open()).isEqualTo(1);
            Awaitility.await().atMost(Duration.ofSeconds(12)).until(() -> server.open() == 0);
        }
    }
}
