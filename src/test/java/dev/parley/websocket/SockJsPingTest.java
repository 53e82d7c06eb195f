package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks that pings over SockJS's own WebSocket transport are answered like those over a WebSocket. */
class SockJsPingTest extends WebSocketTestBase {

    private static final int PINGS = 150;
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;

    @Test
    void newestPingsAreAnsweredAndNoThreadWaitsToAnswerAll() throws Exception {
        try (RawWebSocket client = RawWebSocket.connect(server.port(), "/ws/000/pings/websocket")) {
            for (int i = 0; i < PINGS; i++) {
                client.sendFrame(PING, ("ping" + i).getBytes(US_ASCII));
            }
            client.sendFrame(CLOSE, new byte[] {3, (byte) 0xE8});

            int pongs = client.readAll().split("ping", -1).length - 1;

            assertThat(pongs).isBetween(1, PINGS / 5);
        }
    }
}
