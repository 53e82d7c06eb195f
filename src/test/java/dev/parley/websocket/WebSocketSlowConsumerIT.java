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

/** Checks that clients that never read do not delay others and are disconnected. */
@Tag("full")
@Tag("waits")
class WebSocketSlowConsumerIT {

    /** Exceeds two threads per processor, so that the clients would block such a pool if a thread waited for each. */
    private static final int SLOW_CONSUMERS = 2 * Runtime.getRuntime().availableProcessors() + 1;

    @Test
    void slowConsumersAreDisconnectedAndOthersReceiveEverything() throws IOException {
        assertOthersReceiveEverything(
                WebTestServer.with(settings -> WebTestServer.stalledAfter(settings, Duration.ofSeconds(2))));
    }

    @Test
    void slowConsumersAreDisconnectedAndOthersReceiveEverythingWithBlockingWriters() throws IOException {
        assertOthersReceiveEverything(WebTestServer.withBlockingWriters(
                settings -> WebTestServer.stalledAfter(settings, Duration.ofSeconds(2))));
    }

    private static void assertOthersReceiveEverything(WebTestServer started) throws IOException {
        List<RawWebSocket> slowConsumers = new ArrayList<>();
        try (WebTestServer server = started;
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby");
                StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby")) {
            for (int i = 0; i < SLOW_CONSUMERS; i++) {
                slowConsumers.add(RawWebSocket.connect(server.port()).joinLobby("slow" + i));
            }
            Awaitility.await().until(() -> server.chatServer.userCount() == SLOW_CONSUMERS + 2);
            String padding = "🙂".repeat(500);
            long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            int posted = 0;
            while (server.openSessions() > 2 && System.nanoTime() < deadline) {
                ada.publish("lobby", posted + padding.substring(20), "m" + posted)
                        .receiveReceipt("m" + posted);
                bob.receiveMessage(posted + padding.substring(20));
                posted++;
            }

            assertThat(server.openSessions()).isEqualTo(2);
            assertThat(server.chatServer.userCount()).isEqualTo(SLOW_CONSUMERS + 2);
        } finally {
            for (RawWebSocket socket : slowConsumers) {
                socket.close();
            }
        }
    }
}
