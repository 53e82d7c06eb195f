package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ServerLimits;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Checks that a refused request is reported to its sender, and that the connection stays open. */
class WebSocketRefusalTest extends WebSocketTestBase {

    @Test
    void messageOf501CharactersIsRefusedAndOf500Delivered() {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.publish("lobby", "🙂".repeat(501), "too-long");

            JsonNode refusal = ada.receiveAt("/user/queue/refusals");

            assertThat(refusal.get("code").asString()).isEqualTo("message-too-long");
            assertThat(refusal.get("sentence").asString()).contains("501", "500");
            assertThat(refusal.get("receipt").asString()).isEqualTo("too-long");
            assertThat(refusal.get("reference").asString()).isEqualTo("too-long");
            assertThat(refusal.get("retryAfterMs").isNull()).isTrue();
            ada.publish("lobby", "🙂".repeat(500), "just-so");
            assertThat(ada.receiveMessage("🙂".repeat(500)).get("reference").asString())
                    .isEqualTo("just-so");
        }
    }

    @Test
    void messageToARoomWithoutMembershipIsRefused() {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.publish("elsewhere", "hello", "r");

            assertThat(ada.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("not-in-room");
        }
    }

    @Test
    void firstRefusalDisconnectsAClientWithoutASubscriptionToRefusals() {
        try (StompLibraryClient ada = StompLibraryClient.connect(server.port()).logIn("ada")) {
            ada.publish("elsewhere", "hello", "r");

            Frame error = ada.receive(StompCommand.ERROR);

            assertThat(error.headers().get("message")).isEqualTo("not-in-room");
            assertThat(ada.awaitCloseCode()).isEqualTo(1008);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not json", "[]", "{\"text\":5}", "{}", "{\"text\":\"x\"", "{\"text\":\"\\ud83d\"}", "", "null"})
    void invalidMessageBodyIsRefused(String body) {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.send("/app/rooms/lobby", body, "receipt", "r");

            assertThat(ada.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("malformed");
            ada.publish("lobby", "and on it goes", "r2").receiveReceipt("r2");
        }
    }

    @Test
    void tooDeepJsonIsRefused() {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.send("/app/rooms/lobby", "{\"text\":\"x\",\"deep\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");

            assertThat(ada.receiveAt("/user/queue/refusals").get("sentence").asString())
                    .contains("16");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"text\":%s}", "{\"text\":\"x\",\"n\":%s}", "{\"%s\":1,\"text\":\"x\"}", "{\"text\":\"x\"}%s"})
    void jsonWithAHugeTokenIsRefused(String body) {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.send("/app/rooms/lobby", body.replace("%s", "9".repeat(50_000)));

            assertThat(ada.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("malformed");
            ada.publish("lobby", "and on it goes", "r2").receiveReceipt("r2");
        }
    }

    @Test
    void repeatedReferenceGivesTheSameReceiptOrAConflictIfTheTextDiffers() {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby", "replay", "0")) {
            String first = ada.publish("lobby", "once", "ref")
                    .receiveReceipt("ref")
                    .headers()
                    .get("position");
            ada.receiveMessage("once");

            String again = ada.publish("lobby", "once", "ref")
                    .receiveReceipt("ref")
                    .headers()
                    .get("position");
            ada.publish("lobby", "other", "ref");

            assertThat(ada.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("reference-conflict");
            assertThat(again).isEqualTo(first);
            assertThat(ada.drain()).noneMatch(frame -> StompLibraryClient.isEvent(frame, "said"));
        }
    }

    @Test
    void invalidReferenceIsRefused() {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.send("/app/rooms/lobby", "{\"text\":\"x\"}", "reference", "not good");

            JsonNode refusal = ada.receiveAt("/user/queue/refusals");

            assertThat(refusal.get("code").asString()).isEqualTo("reference-invalid");
            assertThat(refusal.get("reference").asString()).isEqualTo("not good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "no good", "bäh", "0123456789012345678901234567890123"})
    void invalidRoomNameIsRefused(String room) {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.subscribe("/topic/rooms/" + room, "other", "receipt", "r1");
            JsonNode joining = ada.receiveAt("/user/queue/refusals");
            ada.send("/app/rooms/" + room, "{\"text\":\"x\"}");
            JsonNode sending = ada.receiveAt("/user/queue/refusals");

            assertThat(joining.get("code").asString()).isEqualTo("room-invalid");
            assertThat(joining.get("receipt").asString()).isEqualTo("r1");
            assertThat(sending.get("code").asString()).isEqualTo("room-invalid");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"after:nonsense", "after:a-b:1", "replay:501", "replay:-1", "replay:many", "replay:"})
    void invalidReplayHeaderIsRefused(String header) {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            int colon = header.indexOf(':');
            ada.subscribe("/topic/rooms/other", "o", header.substring(0, colon), header.substring(colon + 1));

            assertThat(ada.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("malformed");
        }
    }

    @Test
    void refusalAfterTooManyMessagesContainsTheTimeToWait() {
        ServerLimits slow = new ServerLimits(
                new NicknamePolicy(10),
                500,
                1,
                2,
                50,
                1_000,
                20,
                Duration.ofSeconds(15),
                100,
                Duration.ofMillis(5),
                10);
        try (WebTestServer strict = WebTestServer.with(slow);
                StompLibraryClient ada =
                        StompLibraryClient.connect(strict.port()).logIn("ada").join("lobby")) {
            ada.publish("lobby", "1", "a").publish("lobby", "2", "b").publish("lobby", "3", "c");

            JsonNode refusal = ada.receiveAt("/user/queue/refusals");

            assertThat(refusal.get("code").asString()).isEqualTo("slow-down");
            assertThat(refusal.get("retryAfterMs").asLong()).isBetween(1L, 1_000L);
        }
    }

    @Test
    void directMessageToAnUnknownUserIsRefused() {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.send("/app/people/nobody", "{\"text\":\"hello\"}", "receipt", "r");

            assertThat(ada.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("no-such-person");
        }
    }

    @Test
    void twentyFirstRoomIsRefusedAndTheMembershipsRemain() {
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            for (int i = 1; i < 20; i++) {
                ada.subscribe("/topic/rooms/room-" + i, "r" + i, "receipt", "r" + i)
                        .receiveReceipt("r" + i);
            }
            ada.subscribe("/topic/rooms/room-20", "r20", "receipt", "r20");

            assertThat(ada.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("too-many-rooms");
            ada.publish("room-7", "still here", "s").receiveReceipt("s");
        }
    }
}
