package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Contract of the list of rooms and of the search over STOMP. */
abstract class StompRoomListContract extends StompDirectMessageContract {

    private static final String FOUND = "MESSAGE subscription:s destination:/user/queue/rooms ";

    private static String subscribeToList(String headers) {
        return "SUBSCRIBE\nid:l\ndestination:/topic/rooms\nreceipt:l\n" + headers + "\n^";
    }

    private static String search(String headers, String body) {
        return "SEND\ndestination:/app/rooms\n" + headers + "\n\n" + body + "^";
    }

    /** Opens rooms with this prefix, a hyphen and three digits. */
    private void open(String prefix, int count) {
        IntStream.range(0, count)
                .mapToObj(number -> new RoomName(prefix + String.format("-%03d", number)))
                .forEach(chatServer.roomRegistry()::open);
    }

    /** Opens rooms, and returns when lists contain them: a list may be as old as the last update. */
    private void openForList(ContractClient client, String prefix, int count) {
        client.send(subscribeToList("changes:true\n")).receives("RECEIPT receipt-id:l");
        open(prefix, count);
        member("eve");
        awaitPeople(client, 2);
        client.send("UNSUBSCRIBE\nid:l\nreceipt:u\n\n^");
        Frame reply = client.reply();
        while (reply.stompCommand() != StompCommand.RECEIPT) {
            reply = client.reply(); // rooms of other tests change as well
        }
    }

    /** Receives changes of the list until the room of the test has this number of users, and returns them. */
    private List<JsonNode> awaitPeople(ContractClient client, int people) {
        List<JsonNode> received = new ArrayList<>();
        do {
            received.add(StompLibraryClient.json(client.reply()));
        } while (received.get(received.size() - 1)
                .get("rooms")
                .valueStream()
                .noneMatch(changed -> changed.toString().equals(entry(room, people))));
        return received;
    }

    private static String entry(String name, int people) {
        return "{\"name\":\"" + name + "\",\"topic\":\"\",\"people\":" + people + "}";
    }

    private static List<String> names(JsonNode page) {
        return page.get("rooms").findValuesAsString("name");
    }

    @Test
    void roomListIsSentOnSubscriptionAndAfterAChange() {
        ContractClient ada = member("ada");
        String entry = "{\"name\":\"" + room + "\",\"topic\":\"\",\"people\":";

        ada.send("SUBSCRIBE\nid:l\ndestination:/topic/rooms\nreceipt:1\n\n^").receives("RECEIPT receipt-id:1");
        assertThat(ada.reply().body().toByteArray()).asString().contains(entry + "1}");
        member("bob");

        String list = text(ada.reply());
        while (list.contains(entry + "1}")) { // a room of an earlier test has ended
            list = text(ada.reply());
        }
        assertThat(list).contains(entry + "2}");
    }

    private static String text(Frame frame) {
        return new String(frame.body().toByteArray(), UTF_8);
    }

    @Test
    void snapshotIsFollowedByChanges() {
        ContractClient ada = member("ada");
        openForList(ada, "x" + room, 120);

        ada.send(subscribeToList("changes:true\n")).receives("RECEIPT receipt-id:l");
        JsonNode snapshot = StompLibraryClient.json(ada.reply());
        assertThat(snapshot.get("type").asString()).isEqualTo("rooms");
        assertThat(snapshot.get("total").asInt()).isGreaterThanOrEqualTo(121);
        assertThat(names(snapshot)).hasSize(100).contains(room);
        Set<String> known = new HashSet<>(names(snapshot));
        while (known.size() < 101) { // the own room, and 100 others
            JsonNode others = StompLibraryClient.json(ada.reply());
            assertThat(others.get("type").asString()).isEqualTo("changed");
            known.addAll(names(others));
            others.get("removed").valueStream().map(JsonNode::asString).forEach(known::remove);
        }

        member("bob");
        assertThat(awaitPeople(ada, 3))
                .allSatisfy(event -> assertThat(event.get("type").asString()).isEqualTo("changed"));
    }

    @Test
    void searchForMessagesAnswersInOrderWithExcerptsAndMarks() {
        ContractClient ada = member("ada").send("SUBSCRIBE\nid:s\ndestination:/user/queue/search\n\n^");
        ada.send("SEND\ndestination:/app/rooms/" + room + "\nreceipt:1\n\n{\"text\":\"green tea\"}^")
                .receives("RECEIPT receipt-id:1 position:E:1");

        ada.send("SEND\ndestination:/app/search\nreceipt:2\nreference:f-1\n\n{\"text\":\"TEA in:" + room + "\"}^");
        JsonNode found = StompLibraryClient.json(ada.reply());

        assertThat(found.get("receipt").asString()).isEqualTo("2");
        assertThat(found.get("reference").asString()).isEqualTo("f-1");
        assertThat(found.get("notes")).isEmpty();
        assertThat(found.get("messages")).hasSize(1);
        JsonNode message = found.get("messages").get(0);
        assertThat(message.get("room").asString()).isEqualTo(room);
        assertThat(message.get("name").asString()).isEqualTo("ada");
        assertThat(message.get("excerpt").asString()).isEqualTo("green tea");
        assertThat(message.get("marks").toString()).isEqualTo("[[6,9]]");
        assertThat(message.get("position").asString()).endsWith(":1");
        ada.send("SEND\ndestination:/app/search\nreceipt:3\n\n{\"text\":\" \"}^");
        assertThat(StompLibraryClient.json(ada.reply()).get("code").asString()).isEqualTo("search-invalid");
    }

    @Test
    void searchAnswersWithAPageAndTheNameBeforeTheNext() {
        ContractClient ada = member("ada").send("SUBSCRIBE\nid:s\ndestination:/user/queue/rooms\n\n^");
        String prefix = "q" + room;
        open(prefix, 150);

        ada.send(search("receipt:1\nreference:f-1", "{\"text\":\"" + prefix.toUpperCase(Locale.ROOT) + "\"}"));
        JsonNode first = StompLibraryClient.json(ada.reply());
        ada.send(search(
                "receipt:2",
                "{\"text\":\"" + prefix + "\",\"after\":\"" + first.get("next").asString() + "\"}"));
        JsonNode second = StompLibraryClient.json(ada.reply());

        assertThat(List.of(first, second))
                .extracting(
                        page -> page.get("receipt").asString(),
                        page -> names(page).size(),
                        page -> page.get("total").asInt())
                .containsExactly(tuple("1", 100, 150), tuple("2", 50, 150));
        assertThat(first.get("reference").asString()).isEqualTo("f-1");
        assertThat(second.get("next").isNull()).isTrue();
        ada.send(search("receipt:3", "{\"text\":\"no-" + prefix + "\"}"))
                .receives(FOUND + "{\"receipt\":\"3\",\"reference\":null,\"text\":\"no-" + prefix
                        + "\",\"rooms\":[],\"total\":0,\"next\":null}");
    }

    @Test
    void searchWithoutASubscriptionIsAnsweredWithItsReceipt() {
        member("ada").send(search("receipt:1", "{\"text\":\"lobby\"}")).receives("RECEIPT receipt-id:1");
    }

    @Test
    void malformedSearchIsRefused() {
        ContractClient ada = member("ada");

        for (String body : List.of("{\"text\":\"a\",\"after\":\"NO ROOM\"}", "{\"after\":\"lobby\"}", "[]")) {
            ada.send(search("receipt:1", body));
            assertThat(new String(ada.reply().body().toByteArray(), UTF_8))
                    .startsWith("{\"receipt\":\"1\",\"reference\":null,\"code\":\"")
                    .containsPattern("room-invalid|malformed");
        }
    }

    @Test
    void answersKeepTheOrderOfSearchesAndMessages() {
        ContractClient ada = member("ada").send("SUBSCRIBE\nid:s\ndestination:/user/queue/rooms\n\n^");
        synchronized (history) {
            ada.send(post("receipt:1", "{\"text\":\"slow\"}") + search("receipt:2", "{\"text\":\"" + room + "\"}"));
        }

        ada.receives("RECEIPT receipt-id:1 position:E:1");
        assertThat(StompLibraryClient.json(ada.reply()).get("receipt").asString())
                .isEqualTo("2");
    }
}
