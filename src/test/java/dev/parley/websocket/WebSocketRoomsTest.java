package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Checks room events, replay, direct messages, commands and the list of rooms. */
class WebSocketRoomsTest {

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
    void disconnectAll() {
        server.disconnectAll();
    }

    private static StompLibraryClient logIn(String name) {
        return StompLibraryClient.at(server.port()).enters(name);
    }

    @Test
    void welcomeContainsThePositionAndTheMembers() {
        try (StompLibraryClient ada = logIn("ada").joins("w1");
                StompLibraryClient bob = logIn("bob")) {
            ada.posts("w1", "one", "1").hearsReceipt("1");
            bob.subscribes("/topic/rooms/w1", "mine", "replay", "0", "receipt", "in");

            bob.hearsReceipt("in");
            Frame frame = bob.hears(received -> StompLibraryClient.isEvent(received, "welcome"));
            JsonNode welcome = StompLibraryClient.json(frame);

            assertThat(frame.headers().get("subscription")).isEqualTo("mine");
            assertThat(frame.headers().get("destination")).isEqualTo("/topic/rooms/w1");
            assertThat(frame.headers().get("content-type")).isEqualTo("application/json");
            assertThat(welcome.get("room").asString()).isEqualTo("w1");
            assertThat(welcome.get("topic").asString()).isEmpty();
            assertThat(welcome.get("head").asString())
                    .endsWith(":1")
                    .isEqualTo(welcome.get("position").asString());
            assertThat(welcome.get("recovered").asBoolean()).isTrue();
            assertThat(welcome.get("reason").isNull()).isTrue();
            assertThat(welcome.get("people").get("count").asInt()).isEqualTo(2);
            assertThat(welcome.get("people").get("first").get(0).get("name").asString())
                    .isEqualTo("ada");
            assertThat(welcome.get("people").get("first").get(0).get("via").asString())
                    .isEqualTo("browser");
        }
    }

    @Test
    void joinWithAPositionReceivesEverythingAfterItOnceAndInOrder() {
        try (StompLibraryClient ada = logIn("ada").joins("r1")) {
            post(ada, "r1", 1, 700);
            Frame third = ada.hears(frame -> StompLibraryClient.isEvent(frame, "said")
                    && StompLibraryClient.json(frame).get("seq").asLong() == 3);
            String position = third.headers().get("message-id").substring("r1@".length());
            try (StompLibraryClient bob = logIn("bob")) {
                bob.subscribes("/topic/rooms/r1", "s", "after", position);
                post(ada, "r1", 701, 750);

                JsonNode welcome = bob.hearsEvent("welcome");
                List<Long> received = IntStream.rangeClosed(4, 750)
                        .mapToObj(i -> bob.hearsEvent("said").get("seq").asLong())
                        .toList();

                assertThat(welcome.get("recovered").asBoolean()).isTrue();
                assertThat(welcome.get("position").asString()).isEqualTo(position);
                assertThat(received)
                        .isEqualTo(IntStream.rangeClosed(4, 750)
                                .mapToObj(Long::valueOf)
                                .toList());
            }
        }
    }

    private static void post(StompLibraryClient sender, String room, int from, int to) {
        for (int i = from; i <= to; i++) {
            sender.posts(room, "m" + i, room + "-" + i);
        }
        sender.hearsReceipt(room + "-" + to);
    }

    @Test
    void unusablePositionIsReportedAndTheLatestMessagesFollow() {
        try (StompLibraryClient ada = logIn("ada").joins("r2");
                StompLibraryClient bob = logIn("bob");
                StompLibraryClient cy = logIn("cy")) {
            post(ada, "r2", 1, 60);
            String epoch = ada.hearsSaid("m1").get("epoch").asString();

            bob.subscribes("/topic/rooms/r2", "s", "after", "other:3");
            cy.subscribes("/topic/rooms/r2", "s", "after", epoch + ":1000");

            JsonNode other = bob.hearsEvent("welcome");
            JsonNode ahead = cy.hearsEvent("welcome");
            assertThat(other.get("recovered").asBoolean()).isFalse();
            assertThat(other.get("reason").asString()).isEqualTo("other-epoch");
            assertThat(other.get("position").asString()).isEqualTo(epoch + ":10");
            assertThat(bob.hearsEvent("said").get("seq").asLong()).isEqualTo(11);
            assertThat(ahead.get("reason").asString()).isEqualTo("ahead");
        }
    }

    @Test
    void unsubscribeLeavesTheRoomAndStopsDelivery() {
        try (StompLibraryClient ada = logIn("ada").joins("u1");
                StompLibraryClient bob = logIn("bob").joins("u1")) {
            ada.hearsEvent("joined");
            bob.says(StompCommand.UNSUBSCRIBE, "id", "room-u1", "receipt", "out")
                    .hearsReceipt("out");

            JsonNode left = ada.hearsEvent("left");
            bob.rest();
            ada.posts("u1", "gone?", "r").hearsReceipt("r");
            bob.posts("u1", "not me", "n");

            assertThat(left.get("name").asString()).isEqualTo("bob");
            assertThat(left.get("reason").asString()).isEmpty();
            assertThat(bob.hearsAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("not-in-room");
            assertThat(bob.rest()).isEmpty();
            bob.rejoins("u1").hearsSaid("gone?");
        }
    }

    @Test
    void typingNoticeReachesOtherMembers() {
        try (StompLibraryClient ada = logIn("ada").joins("t1");
                StompLibraryClient bob = logIn("bob").joins("t1")) {
            ada.sends("/app/rooms/t1/typing", "{}");

            assertThat(bob.hearsEvent("typing").get("name").asString()).isEqualTo("ada");
        }
    }

    @Test
    void directMessageReachesOnlySenderAndRecipient() {
        try (StompLibraryClient ada = logIn("ada").joins("d1");
                StompLibraryClient bob = logIn("b/o").joins("d1");
                StompLibraryClient cy = logIn("cy").joins("d1")) {
            for (StompLibraryClient each : List.of(ada, bob, cy)) {
                each.subscribes("/user/queue/direct", "direct", "receipt", "d").hearsReceipt("d");
            }
            ada.sends("/app/people/B/O", "{\"text\":\"psst\"}", "receipt", "r");

            JsonNode sent = ada.hearsAt("/user/queue/direct");
            assertThat(sent).isEqualTo(bob.hearsAt("/user/queue/direct"));
            assertThat(sent.get("from").asString()).isEqualTo("ada");
            assertThat(sent.get("to").asString()).isEqualTo("b/o");
            assertThat(sent.get("text").asString()).isEqualTo("psst");
            assertThat(ada.hearsReceipt("r").headers().get("at"))
                    .isEqualTo(sent.get("at").asString());
            cy.posts("d1", "fence", "f").hearsReceipt("f");
            assertThat(cy.rest())
                    .noneMatch(
                            frame -> "/user/queue/direct".equals(frame.headers().get("destination")));
        }
    }

    @Test
    void commandReplyGoesToItsSender() {
        try (StompLibraryClient ada = logIn("ada").joins("c1")) {
            ada.subscribes("/user/queue/answers", "answers");
            ada.sends("/app/commands", "{\"line\":\"/who\",\"room\":\"c1\"}", "receipt", "r");

            JsonNode answer = ada.hearsAt("/user/queue/answers");

            assertThat(answer.get("receipt").asString()).isEqualTo("r");
            assertThat(answer.get("command").asString()).isEqualTo("who");
            assertThat(answer.get("lines").get(0).asString()).isEqualTo("1 in c1:");
        }
    }

    @Test
    void nicknameChangeIsAnnouncedAndQuitEndsTheSession() {
        try (StompLibraryClient ada = logIn("ada").joins("c2");
                StompLibraryClient bob = logIn("bob").joins("c2")) {
            ada.sends("/app/commands", "{\"line\":\"/nick eve\",\"room\":\"c2\"}");
            JsonNode renamed = bob.hearsEvent("renamed");
            ada.sends("/app/commands", "{\"line\":\"/quit\"}");

            assertThat(renamed.get("from").asString()).isEqualTo("ada");
            assertThat(renamed.get("to").asString()).isEqualTo("eve");
            assertThat(bob.hearsEvent("left").get("name").asString()).isEqualTo("eve");
            assertThat(ada.hears(StompCommand.ERROR).headers().get("message")).isEqualTo("quit");
            assertThat(ada.closesWith()).isEqualTo(1000);
        }
    }

    @Test
    void listOfRoomsIsSentAgainWhenItChanges() {
        try (StompLibraryClient ada = logIn("ada");
                StompLibraryClient bob = logIn("bob")) {
            ada.subscribes("/topic/rooms", "rooms");
            JsonNode before = ada.hearsAt("/topic/rooms");
            bob.joins("brand-new");

            JsonNode after = ada.hearsAt("/topic/rooms");

            assertThat(names(before)).contains("lobby").doesNotContain("brand-new");
            assertThat(names(after)).contains("lobby", "brand-new");
            assertThat(after.get(0).propertyNames()).containsExactly("name", "topic", "people");
        }
    }

    private static List<String> names(JsonNode rooms) {
        return StreamSupport.stream(rooms.spliterator(), false)
                .map(room -> room.get("name").asString())
                .toList();
    }

    @Test
    void topicChangeAndActionAreDelivered() {
        try (StompLibraryClient ada = logIn("ada").joins("lobby")) {
            server.chatServer
                    .roomRegistry()
                    .find(RoomName.LOBBY)
                    .orElseThrow()
                    .setTopic("all and nothing", server.chatServer.operator());
            ada.sends("/app/rooms/lobby", "{\"text\":\"waves\",\"action\":true,\"more\":[{}]}");

            JsonNode topic = ada.hearsEvent("topic");

            assertThat(topic.get("text").asString()).isEqualTo("all and nothing");
            assertThat(topic.get("by").asString()).isEqualTo("Server");
            assertThat(ada.hearsSaid("waves").get("action").asBoolean()).isTrue();
            assertThat(ada.rest())
                    .allSatisfy(frame -> assertThat(frame.headers().size()).isEqualTo(4));
        }
    }
}
