package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.FuzzLog;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the limits for unread replies and for subscriptions. */
@Tag("full")
class WebSocketLimitsIT extends WebSocketTestBase {

    private static final int REQUESTS = 6_000;
    private static final int SUBSCRIPTIONS = 20_000;
    private static final int BATCH = 500;
    private static final int ROOMS_PER_USER = 20;

    @Test
    void clientThatReadsNoRepliesIsDisconnectedAndOthersContinue() throws IOException {
        try (FuzzLog fuzzLog = new FuzzLog();
                WebTestServer stalling =
                        WebTestServer.with(settings -> WebTestServer.stalledAfter(settings, Duration.ofSeconds(2)));
                StompLibraryClient ada =
                        StompLibraryClient.connect(stalling.port()).logIn("ada").join("lobby");
                RawWebSocket slow = RawWebSocket.connect(stalling.port()).joinLobby("slow")) {
            ada.receiveEvent("joined");
            String long500 = "x".repeat(500);
            for (int i = 0; i < 200; i++) {
                ada.publish("lobby", i + long500.substring(4), "m" + i);
            }
            ada.receiveReceipt("m199");
            byte[] answers = "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n\0".getBytes(UTF_8);
            slow.sendFrame(0x81, answers);
            int requests = requestReplies(slow);

            Awaitility.await().until(() -> stalling.openSessions() == 1);
            assertThat(requests).isPositive();
            ada.publish("lobby", "still here", "last").receiveReceipt("last");
            fuzzLog.assertNoWarnings("replies that the client does not read");
        }
    }

    /** Requests replies of 100 KB each, reads none, and returns the number of requests that were sent. */
    private static int requestReplies(RawWebSocket slow) {
        byte[] last =
                "SEND\ndestination:/app/commands\n\n{\"line\":\"/last 200\",\"room\":\"lobby\"}\0".getBytes(UTF_8);
        int requests = 0;
        try {
            while (requests < REQUESTS) {
                slow.sendFrame(0x81, last);
                requests++;
            }
        } catch (IOException ignored) {
            // The server disconnects the client sooner or later.
        }
        return requests;
    }

    @Test
    void clientThatSubscribesTo20000RoomsJoinsAtMost20() {
        try (StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby");
                StompLibraryClient eve =
                        StompLibraryClient.connect(server.port()).logIn("eve").join("lobby")) {
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < SUBSCRIPTIONS && !eve.isClosed(); i++) {
                eve.subscribe("/topic/rooms/room-" + i, "r" + i);
                if (i % BATCH == BATCH - 1) {
                    // Reads at intervals, so that the server does not disconnect the client as too slow.
                    String receipt = "r" + i;
                    eve.subscribe("/topic/rooms/other-" + i, "s" + i, "receipt", receipt);
                    codes.add(code(eve.receive(frame -> isRefusalOf(frame, receipt))));
                }
            }
            assertThat(codes).hasSize(SUBSCRIPTIONS / BATCH).containsOnly("too-many-rooms");
            assertThat(server.chatServer.roomRegistry().summaries()).hasSizeLessThanOrEqualTo(ROOMS_PER_USER);
            ada.publish("lobby", "still here", "last").receiveReceipt("last");
            eve.receiveMessage("still here");
        }
    }

    private static boolean isRefusalOf(Frame frame, String receipt) {
        return isRefusal(frame)
                && StompLibraryClient.json(frame).path("receipt").asString("").equals(receipt);
    }

    private static boolean isRefusal(Frame frame) {
        return "/user/queue/refusals".equals(frame.headers().get("destination"));
    }

    private static String code(Frame frame) {
        return StompLibraryClient.json(frame).get("code").asString();
    }
}
