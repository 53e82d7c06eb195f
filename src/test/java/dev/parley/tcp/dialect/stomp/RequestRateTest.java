package dev.parley.tcp.dialect.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.TestChatServer;
import dev.parley.stomp.StompVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the limits for requests that make an answer but are neither messages nor commands. */
class RequestRateTest {

    private static final int SESSIONS_PER_USER = 2;
    private static final int ROOMS_PER_USER = 20;

    /** The burst of requests with the limits below. */
    private static final int BURST = 5 + SESSIONS_PER_USER * (2 * ROOMS_PER_USER + 10);

    private static final ServerLimits LIMITED = new ServerLimits(
            new NicknamePolicy(10),
            500,
            1,
            5,
            50,
            1_000,
            ROOMS_PER_USER,
            Duration.ofSeconds(15),
            100,
            Duration.ZERO,
            SESSIONS_PER_USER);

    private static long count(List<String> frames, String part) {
        return frames.stream().filter(frame -> frame.contains(part)).count();
    }

    @Test
    void subscribingAgainAndAgainReceivesOneRoomListPerSecond() {
        StompTestClient ada = new StompTestClient(new TestChatServer()).joinLobby("ada");
        long lists = 0;
        for (int i = 0; i < 100; i++) {
            ada.send("SUBSCRIBE\nid:l\ndestination:/topic/rooms\n\n^");
            lists += count(ada.receivedFrames(), "subscription:l");
            ada.send("UNSUBSCRIBE\nid:l\n\n^");
        }
        assertThat(lists).isEqualTo(1);

        ada.send("SUBSCRIBE\nid:l\ndestination:/topic/rooms\nreceipt:done\n\n^");
        assertThat(count(ada.receivedFrames(), "receipt-id:done")).isEqualTo(1);
        ada.testClient().advanceTime(Duration.ofSeconds(1));
        assertThat(count(ada.receivedFrames(), "subscription:l")).isEqualTo(1);
        ada.testClient().assertNoLeaks();
    }

    @Test
    void requestsBeyondTheBurstAreReadMoreSlowlyAndNoneIsLost() {
        StompTestClient ada = new StompTestClient(new TestChatServer(LIMITED, null), StompVersion.V1_2).login("ada");
        int requests = 2 * BURST;
        ada.send("UNSUBSCRIBE\nid:none\nreceipt:r\n\n^".repeat(requests));

        long answered = count(ada.receivedFrames(), "RECEIPT");
        assertThat(answered).isBetween((long) BURST, (long) BURST + 20);

        for (int i = 0; i < requests && answered < requests; i++) {
            ada.testClient().advanceTime(Duration.ofSeconds(2 * BURST));
            answered += count(ada.receivedFrames(), "RECEIPT");
        }
        assertThat(answered).isEqualTo(requests);
        ada.testClient().assertNoLeaks();
    }

    @Test
    void refusedRequestsCountAsWell() {
        StompTestClient ada = new StompTestClient(new TestChatServer(LIMITED, null)).joinLobby("ada");
        ada.send("SEND\ndestination:/app/rooms/lobby\n\n[^".repeat(2 * BURST));

        assertThat(count(ada.receivedFrames(), "\"code\":\"malformed\"")).isLessThan(BURST + 20L);
        assertThat(ada.testClient().isClosed()).isFalse();
    }

    @Test
    void allSessionsOfAUserMaySubscribeToAllRoomsAtOnce() {
        TestChatServer server = new TestChatServer(LIMITED, null);
        StompTestClient ada = new StompTestClient(server).login("ada");
        StringBuilder subscriptions = new StringBuilder();
        for (String queue : List.of("refusals", "direct", "answers")) {
            subscriptions.append("SUBSCRIBE\nid:%1$s\ndestination:/user/queue/%1$s\n\n^".formatted(queue));
        }
        subscriptions.append("SUBSCRIBE\nid:l\ndestination:/topic/rooms\n\n^");
        for (int i = 0; i < ROOMS_PER_USER; i++) {
            subscriptions.append(
                    "SUBSCRIBE\nid:%1$d\ndestination:/topic/rooms/room-%1$d\nreceipt:%1$d\n\n^".formatted(i));
        }
        ada.send(subscriptions.toString());

        List<String> frames = ada.receivedFrames();
        assertThat(count(frames, "RECEIPT")).isEqualTo(ROOMS_PER_USER);
        assertThat(count(frames, "\"type\":\"welcome\"")).isEqualTo(ROOMS_PER_USER);
        assertThat(count(frames, "subscription:l")).isPositive();
        assertThat(count(frames, "slow-down")).isZero();
    }
}
