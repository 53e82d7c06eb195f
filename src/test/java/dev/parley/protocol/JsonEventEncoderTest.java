package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.PublicUserId;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.Reaction;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.ReplyTo;
import dev.parley.chat.room.RoomEvent;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the exact JSON of every event. */
class JsonEventEncoderTest {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Presence ADA = new Presence("id-ada", "ada", "browser", Duration.ofSeconds(61));

    private static final String ID_OF_ADA = "\"userId\":\"" + PublicUserId.of("id-ada") + "\",";

    @Test
    void eventsAreEncodedAsDocumented() {
        assertThat(body(new RoomEvent.Said(said("hi \"you\"\n🙂", null))))
                .isEqualTo("{\"type\":\"said\",\"seq\":7,\"epoch\":\"e1\",\"reference\":null,\"from\":\"ada\","
                        + "\"userId\":\"" + PublicUserId.of("secret-id") + "\","
                        + "\"via\":\"browser\",\"text\":\"hi \\\"you\\\"\\n🙂\",\"action\":false,"
                        + "\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Said(said("x", new Reference("r-1"))))).contains("\"reference\":\"r-1\"");
        assertThat(body(new RoomEvent.Welcome(
                        RoomName.LOBBY,
                        "",
                        new Position("e1", 3),
                        new Position("e1", 7),
                        false,
                        "ahead",
                        2,
                        List.of(ADA))))
                .isEqualTo("{\"type\":\"welcome\",\"room\":\"lobby\",\"topic\":\"\",\"position\":\"e1:3\","
                        + "\"head\":\"e1:7\",\"recovered\":false,\"reason\":\"ahead\",\"people\":{\"count\":2,"
                        + "\"first\":[{\"name\":\"ada\"," + ID_OF_ADA + "\"via\":\"browser\",\"idle\":61}]}}");
        assertThat(body(new RoomEvent.Joined("id-ada", "ada", "terminal", AT.plusMillis(5))))
                .isEqualTo("{\"type\":\"joined\",\"name\":\"ada\"," + ID_OF_ADA + "\"via\":\"terminal\","
                        + "\"at\":\"2026-11-20T10:00:00.005Z\"}");
        assertThat(body(new RoomEvent.Joined("id-ada", "ada", "terminal", "lunch", AT)))
                .contains("\"via\":\"terminal\",\"away\":\"lunch\",\"at\"");
        assertThat(body(new RoomEvent.Away("id-ada", "ada", "lunch", AT)))
                .isEqualTo("{\"type\":\"away\",\"name\":\"ada\"," + ID_OF_ADA
                        + "\"text\":\"lunch\",\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Gathered(
                        101, List.of(new Presence("id-ada", "ada", "browser", Duration.ZERO, "lunch")), List.of(), AT)))
                .contains("\"idle\":0,\"away\":\"lunch\"}");
        assertThat(body(new RoomEvent.Left("id-ada", "ada", "", AT)))
                .isEqualTo("{\"type\":\"left\",\"name\":\"ada\"," + ID_OF_ADA
                        + "\"reason\":\"\",\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Renamed("id-ada", "ada", "eve", AT)))
                .isEqualTo("{\"type\":\"renamed\",\"from\":\"ada\",\"to\":\"eve\"," + ID_OF_ADA
                        + "\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Gathered(101, List.of(ADA), List.of("bob"), AT)))
                .isEqualTo("{\"type\":\"presence\",\"people\":101,"
                        + "\"joined\":[{\"name\":\"ada\"," + ID_OF_ADA
                        + "\"via\":\"browser\",\"idle\":61}],\"left\":[\"bob\"],"
                        + "\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Typing("id-ada", "ada")))
                .isEqualTo("{\"type\":\"typing\",\"name\":\"ada\",\"userId\":\"" + PublicUserId.of("id-ada") + "\"}");
        assertThat(body(new RoomEvent.Topic("all", "Server", AT)))
                .isEqualTo("{\"type\":\"topic\",\"text\":\"all\",\"by\":\"Server\","
                        + "\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Closing("Bye.", Duration.ofSeconds(5))))
                .isEqualTo("{\"type\":\"closing\",\"reason\":\"Bye.\",\"retryAfterMs\":5000}");
    }

    @Test
    void changesRepliesAndReactionsHaveThePublicIdsOfTheirUsers() {
        Position at8 = new Position("e1", 8);
        MessageState state = new MessageState(
                null,
                null,
                new ReplyTo(3, "id-bob", "bob", "tea?"),
                List.of(new ReactionCount("👍", 1, List.of(new ReactionCount.Reactor("id-cyd", "cyd")))));

        assertThat(body(new RoomEvent.Said(said("yes", null).with("yes", state))))
                .contains("\"replyTo\":{\"seq\":3,\"name\":\"bob\",\"userId\":\"" + PublicUserId.of("id-bob")
                        + "\",\"text\":\"tea?\"}")
                .contains("\"names\":[\"cyd\"],\"userIds\":[\"" + PublicUserId.of("id-cyd") + "\"]");
        assertThat(List.of(
                        body(new RoomEvent.Edited(new Edit(at8, AT, "id-ada", "ada", "browser", 7, AT, "x", null))),
                        body(new RoomEvent.Deleted(new Deletion(at8, AT, "id-ada", "ada", "browser", 7, AT, null))),
                        body(new RoomEvent.Reacted(
                                new Reaction(at8, AT, "id-ada", "ada", "browser", 7, AT, "👍", false, 1, null)))))
                .allSatisfy(json ->
                        assertThat(json).contains("\"by\":\"ada\"," + ID_OF_ADA).doesNotContain("id-ada"));
    }

    @Test
    void messageOfAnArchiveHasNoUserId() {
        Message message = new ArchivedMessage(AT, "ada", "browser", "hi", false, 1).at(new Position("e1", 7));

        assertThat(body(new RoomEvent.Said(message))).contains("\"from\":\"ada\",\"via\"");
    }

    @Test
    void messageOfAnOperatorToAllHasAFlag() {
        Message byOperator =
                new Message(new Position("e1", 7), AT, "operator-id", "ada", "browser", "tea, @all", false, null);

        assertThat(body(new RoomEvent.Said(byOperator))).contains("\"action\":false,\"mentionsAll\":true,\"at\":");
        assertThat(body(new RoomEvent.Said(byOperator.with("tea, all", byOperator.state()))))
                .doesNotContain("mentionsAll");
        assertThat(body(new RoomEvent.Said(said("tea, @all", null)))).doesNotContain("mentionsAll");
        assertThat(text(HistoryPageJson.history(new MessageHistory.Page(List.of(byOperator), 1), 1, message -> true)))
                .contains("\"mentionsAll\":true");
    }

    @Test
    void historyPageHasAFlagForTheBeginning() {
        MessageHistory.Page later = new MessageHistory.Page(List.of(said("x", null)), 1);
        MessageHistory.Page first = new MessageHistory.Page(List.of(said("x", null)), 7);

        assertThat(text(HistoryPageJson.history(later, 1, message -> false)))
                .startsWith("{\"messages\":[{\"type\":\"said\",\"seq\":7,")
                .endsWith("\"beginning\":false}");
        assertThat(text(HistoryPageJson.history(first, 1, message -> false))).endsWith("\"beginning\":true}");
        assertThat(text(HistoryPageJson.history(new MessageHistory.Page(List.of(), 1), 1, message -> false)))
                .isEqualTo("{\"messages\":[],\"beginning\":true}");
    }

    static Message said(String text, Reference reference) {
        return new Message(new Position("e1", 7), AT, "secret-id", "ada", "browser", text, false, reference);
    }

    private static String body(RoomEvent event) {
        return text(
                event.encode(new JsonEventEncoder(message -> message.person().equals("operator-id"))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
