package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.FuzzLog;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who asks and asks and reads nothing, and who subscribes to everything. */
@Tag("full")
class UnreadIT {

    private static final int ASKED = 6_000;
    private static final int WANTED = 20_000;
    private static final int PACE = 500;
    private static final int ROOMS_A_PERSON = 20;

    private static WebTestServer server;

    @BeforeAll
    static void start() {
        server = WebTestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void empty() {
        server.waitUntilNobodyIsHere();
    }

    @Test
    void whoReadsNoAnswersIsSentOffAndTheOthersTalkOn() throws IOException {
        try (FuzzLog fuzzLog = new FuzzLog();
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby");
                RawWebSocket deaf = RawWebSocket.at(server.port()).enters("deaf")) {
            ada.hearsEvent("joined");
            String long500 = "x".repeat(500);
            for (int i = 0; i < 200; i++) {
                ada.posts("lobby", i + long500.substring(4), "m" + i);
            }
            ada.hearsReceipt("m199");
            byte[] answers = "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n\0".getBytes(UTF_8);
            deaf.says(0x81, answers);
            int asked = ask(deaf);

            Awaitility.await().until(() -> server.open() == 1);
            assertThat(asked).isPositive();
            ada.posts("lobby", "still here", "last").hearsReceipt("last");
            fuzzLog.isQuiet("answers that nobody reads");
        }
    }

    /** A hundred kilobytes are the answer to each. */
    private static int ask(RawWebSocket deaf) {
        byte[] last =
                "SEND\ndestination:/app/commands\n\n{\"line\":\"/last 200\",\"room\":\"lobby\"}\0".getBytes(UTF_8);
        int asked = 0;
        try {
            while (asked < ASKED) {
                deaf.says(0x81, last);
                asked++;
            }
        } catch (IOException ignored) {
            // As it should be, sooner or later.
        }
        return asked;
    }

    @Test
    void whoSubscribesToTwentyThousandRoomsIsInTwentyOfThem() {
        try (StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby");
                StompLibraryClient eve =
                        StompLibraryClient.at(server.port()).enters("eve").joins("lobby")) {
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < WANTED && !eve.isClosed(); i++) {
                eve.subscribes("/topic/rooms/room-" + i, "r" + i);
                if (i % PACE == PACE - 1) {
                    // So that it is not for reading too slowly that it is refused.
                    String receipt = "r" + i;
                    eve.subscribes("/topic/rooms/other-" + i, "s" + i, "receipt", receipt);
                    codes.add(code(eve.hears(frame -> isRefusalOf(frame, receipt))));
                }
            }
            assertThat(codes).hasSize(WANTED / PACE).containsOnly("too-many-rooms");
            assertThat(server.chatServer.roomRegistry().summaries()).hasSizeLessThanOrEqualTo(ROOMS_A_PERSON);
            ada.posts("lobby", "still here", "last").hearsReceipt("last");
            eve.hearsSaid("still here");
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
