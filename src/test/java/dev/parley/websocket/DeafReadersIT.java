package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.StompLibraryClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Readers that never read: they hold up nobody, and are cut. */
@Tag("full")
class DeafReadersIT {

    /** One more than any pool of two threads a processor could be blocked by. */
    private static final int MANY = 2 * Runtime.getRuntime().availableProcessors() + 1;

    @Test
    void whoTakesNothingIsCutWhileOthersHearEverything() throws IOException {
        othersHearEverything(WebTestServer.with(settings -> stalledAfter(settings, Duration.ofSeconds(2))));
    }

    @Test
    void soItIsAlsoWhereSessionsAreWrittenThePlainWay() throws IOException {
        othersHearEverything(WebTestServer.plain(settings -> stalledAfter(settings, Duration.ofSeconds(2))));
    }

    private static void othersHearEverything(WebTestServer started) throws IOException {
        List<RawWebSocket> deaf = new ArrayList<>();
        try (WebTestServer server = started;
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby");
                StompLibraryClient bob =
                        StompLibraryClient.at(server.port()).enters("bob").joins("lobby")) {
            for (int i = 0; i < MANY; i++) {
                deaf.add(RawWebSocket.at(server.port()).enters("deaf" + i));
            }
            Awaitility.await().until(() -> server.chatServer.userCount() == MANY + 2);
            String much = "🙂".repeat(500);
            long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            int posted = 0;
            while (server.open() > 2 && System.nanoTime() < deadline) {
                ada.posts("lobby", posted + much.substring(20), "m" + posted).hearsReceipt("m" + posted);
                bob.hearsSaid(posted + much.substring(20));
                posted++;
            }

            assertThat(server.open()).isEqualTo(2);
            assertThat(server.chatServer.userCount()).isEqualTo(MANY + 2);
        } finally {
            for (RawWebSocket socket : deaf) {
                socket.close();
            }
        }
    }

    private static WebSocketSettings stalledAfter(WebSocketSettings settings, Duration stalledAfter) {
        return new WebSocketSettings(
                settings.allowedOrigins(),
                settings.password(),
                settings.connectWithin(),
                stalledAfter,
                settings.pingAfter(),
                settings.silentAfter(),
                settings.silentSockJsAfter());
    }
}
