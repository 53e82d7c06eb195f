package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Checks room events, replay, direct messages, commands and the list of rooms. */
class WebSocketRoomsTest extends WebSocketTestBase {

    private static StompLibraryClient logIn(String name) {
        return StompLibraryClient.connect(server.port()).logIn(name);
    }

    @Test
    void welcomeContainsThePositionAndTheMembers() {
        try (StompLibraryClient ada = logIn("ada").join("w1");
                StompLibraryClient bob = logIn("bob")) {
            ada.publish("w1", "one", "1").receiveReceipt("1");
            bob.subscribe("/topic/rooms/w1", "mine", "replay", "0", "receipt", "in");

            bob.receiveReceipt("in");
            Frame frame = bob.receive(received -> StompLibraryClient.isEvent(received, "welcome"));
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
        try (StompLibraryClient ada = logIn("ada").join("r1")) {
            post(ada, "r1", 1, 700);
            Frame third = ada.receive(frame -> StompLibraryClient.isEvent(frame, "said")
                    && StompLibraryClient.json(frame).get("seq").asLong() == 3);
            String position = third.headers().get("message-id").substring("r1@".length());
            try (StompLibraryClient bob = logIn("bob")) {
                bob.subscribe("/topic/rooms/r1", "s", "after", position);
                post(ada, "r1", 701, 750);

                JsonNode welcome = bob.receiveEvent("welcome");
                List<Long> received = IntStream.rangeClosed(4, 750)
                        .mapToObj(i -> bob.receiveEvent("said").get("seq").asLong())
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
            sender.publish(room, "m" + i, room + "-" + i);
        }
        sender.receiveReceipt(room + "-" + to);
    }

    @Test
    void unusablePositionIsReportedAndTheLatestMessagesFollow() {
        try (StompLibraryClient ada = logIn("ada").join("r2");
                StompLibraryClient bob = logIn("bob");
                StompLibraryClient cy = logIn("cy")) {
            post(ada, "r2", 1, 60);
            String epoch = ada.receiveMessage("m1").get("epoch").asString();

            bob.subscribe("/topic/rooms/r2", "s", "after", "other:3");
            cy.subscribe("/topic/rooms/r2", "s", "after", epoch + ":1000");

            JsonNode other = bob.receiveEvent("welcome");
            JsonNode ahead = cy.receiveEvent("welcome");
            assertThat(other.get("recovered").asBoolean()).isFalse();
            assertThat(other.get("reason").asString()).isEqualTo("other-epoch");
            assertThat(other.get("position").asString()).isEqualTo(epoch + ":10");
            assertThat(bob.receiveEvent("said").get("seq").asLong()).isEqualTo(11);
            assertThat(ahead.get("reason").asString()).isEqualTo("ahead");
        }
    }

    @Test
    void unsubscribeLeavesTheRoomAndStopsDelivery() {
        try (StompLibraryClient ada = logIn("ada").join("u1");
                StompLibraryClient bob = logIn("bob").join("u1")) {
            ada.receiveEvent("joined");
            bob.sendFrame(StompCommand.UNSUBSCRIBE, "id", "room-u1", "receipt", "out")
                    .receiveReceipt("out");

            JsonNode left = ada.receiveEvent("left");
            bob.drain();
            ada.publish("u1", "gone?", "r").receiveReceipt("r");
            bob.publish("u1", "not me", "n");

            assertThat(left.get("name").asString()).isEqualTo("bob");
            assertThat(left.get("reason").asString()).isEmpty();
            assertThat(bob.receiveAt("/user/queue/refusals").get("code").asString())
                    .isEqualTo("not-in-room");
            assertThat(bob.drain()).isEmpty();
            bob.rejoin("u1").receiveMessage("gone?");
        }
    }

    @Test
    void typingNoticeReachesOtherMembers() {
        try (StompLibraryClient ada = logIn("ada").join("t1");
                StompLibraryClient bob = logIn("bob").join("t1")) {
            ada.send("/app/rooms/t1/typing", "{}");

            assertThat(bob.receiveEvent("typing").get("name").asString()).isEqualTo("ada");
        }
    }

    @Test
    void directMessageReachesOnlySenderAndRecipient() {
        try (StompLibraryClient ada = logIn("ada").join("d1");
                StompLibraryClient bob = logIn("b/o").join("d1");
                StompLibraryClient cy = logIn("cy").join("d1")) {
            for (StompLibraryClient each : List.of(ada, bob, cy)) {
                each.subscribe("/user/queue/direct", "direct", "receipt", "d").receiveReceipt("d");
            }
            ada.send("/app/people/B/O", "{\"text\":\"psst\"}", "receipt", "r");

            JsonNode sent = ada.receiveAt("/user/queue/direct");
            assertThat(sent).isEqualTo(bob.receiveAt("/user/queue/direct"));
            assertThat(sent.get("from").asString()).isEqualTo("ada");
            assertThat(sent.get("to").asString()).isEqualTo("b/o");
            assertThat(sent.get("text").asString()).isEqualTo("psst");
            assertThat(ada.receiveReceipt("r").headers().get("at"))
                    .isEqualTo(sent.get("at").asString());
            cy.publish("d1", "fence", "f").receiveReceipt("f");
            assertThat(cy.drain())
                    .noneMatch(
                            frame -> "/user/queue/direct".equals(frame.headers().get("destination")));
        }
    }

    @Test
    void commandReplyGoesToItsSender() {
        try (StompLibraryClient ada = logIn("ada").join("c1")) {
            ada.subscribe("/user/queue/answers", "answers");
            ada.send("/app/commands", "{\"line\":\"/who\",\"room\":\"c1\"}", "receipt", "r");

            JsonNode answer = ada.receiveAt("/user/queue/answers");

            assertThat(answer.get("receipt").asString()).isEqualTo("r");
            assertThat(answer.get("command").asString()).isEqualTo("who");
            assertThat(answer.get("lines").get(0).asString()).isEqualTo("1 in c1:");
        }
    }

    @Test
    void nicknameChangeIsAnnouncedAndQuitEndsTheSession() {
        try (StompLibraryClient ada = logIn("ada").join("c2");
                StompLibraryClient bob = logIn("bob").join("c2")) {
            ada.send("/app/commands", "{\"line\":\"/nick eve\",\"room\":\"c2\"}");
            JsonNode renamed = bob.receiveEvent("renamed");
            ada.send("/app/commands", "{\"line\":\"/quit\"}");

            assertThat(renamed.get("from").asString()).isEqualTo("ada");
            assertThat(renamed.get("to").asString()).isEqualTo("eve");
            assertThat(bob.receiveEvent("left").get("name").asString()).isEqualTo("eve");
            assertThat(ada.receive(StompCommand.ERROR).headers().get("message")).isEqualTo("quit");
            assertThat(ada.awaitCloseCode()).isEqualTo(1000);
        }
    }

    @Test
    void listOfRoomsIsSentAgainWhenItChanges() {
        try (StompLibraryClient ada = logIn("ada");
                StompLibraryClient bob = logIn("bob")) {
            ada.subscribe("/topic/rooms", "rooms");
            JsonNode before = ada.receiveAt("/topic/rooms");
            bob.join("brand-new");

            JsonNode after = ada.receiveAt("/topic/rooms");

            assertThat(names(before)).contains("lobby").doesNotContain("brand-new");
            assertThat(names(after)).contains("lobby", "brand-new");
            assertThat(after.get(0).propertyNames()).containsExactly("name", "topic", "people");
        }
    }

    @Test
    void clientThatKnowsChangesReceivesASnapshotAndThenWhatChanges() {
        try (StompLibraryClient ada = logIn("ada");
                StompLibraryClient bob = logIn("bob")) {
            ada.subscribe("/topic/rooms", "rooms", "changes", "true");
            JsonNode snapshot = ada.receiveAt("/topic/rooms");
            bob.join("changes-1");

            JsonNode changed = ada.receiveAt("/topic/rooms");

            assertThat(snapshot.get("type").asString()).isEqualTo("rooms");
            assertThat(snapshot.get("total").asInt())
                    .isEqualTo(snapshot.get("rooms").size());
            assertThat(changed.get("type").asString()).isEqualTo("changed");
            assertThat(names(changed.get("rooms"))).contains("changes-1").doesNotContain("lobby");
            assertThat(changed.get("removed").valueStream().map(JsonNode::asString))
                    .doesNotContain("changes-1", "lobby");
        }
    }

    @Test
    void searchFindsRoomsByAPartOfTheName() {
        try (StompLibraryClient ada = logIn("ada").join("find-me").rejoin("me-find")) {
            ada.subscribe("/user/queue/rooms", "found");
            ada.send("/app/rooms", "{\"text\":\"ME\"}", "receipt", "r", "reference", "s-1");

            JsonNode found = ada.receiveAt("/user/queue/rooms");

            assertThat(names(found.get("rooms"))).containsExactly("me-find", "find-me");
            assertThat(found.get("total").asInt()).isEqualTo(2);
            assertThat(found.get("next").isNull()).isTrue();
            assertThat(found.get("receipt").asString()).isEqualTo("r");
            assertThat(found.get("reference").asString()).isEqualTo("s-1");
            assertThat(found.get("text").asString()).isEqualTo("ME");
        }
    }

    private static List<String> names(JsonNode rooms) {
        return StreamSupport.stream(rooms.spliterator(), false)
                .map(room -> room.get("name").asString())
                .toList();
    }

    @Test
    void topicChangeAndActionAreDelivered() {
        try (StompLibraryClient ada = logIn("ada").join("lobby")) {
            server.chatServer
                    .roomRegistry()
                    .find(RoomName.LOBBY)
                    .orElseThrow()
                    .setTopic("all and nothing", server.chatServer.operator());
            ada.send("/app/rooms/lobby", "{\"text\":\"waves\",\"action\":true,\"more\":[{}]}");

            JsonNode topic = ada.receiveEvent("topic");

            assertThat(topic.get("text").asString()).isEqualTo("all and nothing");
            assertThat(topic.get("by").asString()).isEqualTo("Server");
            assertThat(ada.receiveMessage("waves").get("action").asBoolean()).isTrue();
            assertThat(ada.drain())
                    .allSatisfy(frame -> assertThat(frame.headers().size()).isEqualTo(4));
        }
    }
}
