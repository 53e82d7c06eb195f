package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
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
    private static final Presence ADA = new Presence("ada", "browser", Duration.ofSeconds(61));

    @Test
    void eventsAreEncodedAsDocumented() {
        assertThat(body(new RoomEvent.Said(said("hi \"you\"\n🙂", null))))
                .isEqualTo("{\"type\":\"said\",\"seq\":7,\"epoch\":\"e1\",\"reference\":null,\"from\":\"ada\","
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
                        + "\"first\":[{\"name\":\"ada\",\"via\":\"browser\",\"idle\":61}]}}");
        assertThat(body(new RoomEvent.Joined("ada", "terminal", AT.plusMillis(5))))
                .isEqualTo("{\"type\":\"joined\",\"name\":\"ada\",\"via\":\"terminal\","
                        + "\"at\":\"2026-11-20T10:00:00.005Z\"}");
        assertThat(body(new RoomEvent.Left("ada", "", AT)))
                .isEqualTo("{\"type\":\"left\",\"name\":\"ada\",\"reason\":\"\",\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Renamed("ada", "eve", AT)))
                .isEqualTo("{\"type\":\"renamed\",\"from\":\"ada\",\"to\":\"eve\","
                        + "\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Gathered(101, List.of(ADA), List.of("bob"), AT)))
                .isEqualTo("{\"type\":\"presence\",\"people\":101,"
                        + "\"joined\":[{\"name\":\"ada\",\"via\":\"browser\",\"idle\":61}],\"left\":[\"bob\"],"
                        + "\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Typing("ada"))).isEqualTo("{\"type\":\"typing\",\"name\":\"ada\"}");
        assertThat(body(new RoomEvent.Topic("all", "Server", AT)))
                .isEqualTo("{\"type\":\"topic\",\"text\":\"all\",\"by\":\"Server\","
                        + "\"at\":\"2026-11-20T10:00:00.000Z\"}");
        assertThat(body(new RoomEvent.Closing("Bye.", Duration.ofSeconds(5))))
                .isEqualTo("{\"type\":\"closing\",\"reason\":\"Bye.\",\"retryAfterMs\":5000}");
    }

    @Test
    void historyPageHasAFlagForTheBeginning() {
        MessageHistory.Page later = new MessageHistory.Page(List.of(said("x", null)), 1);
        MessageHistory.Page first = new MessageHistory.Page(List.of(said("x", null)), 7);

        assertThat(text(HistoryPageJson.history(later, 1)))
                .startsWith("{\"messages\":[{\"type\":\"said\",\"seq\":7,")
                .endsWith("\"beginning\":false}");
        assertThat(text(HistoryPageJson.history(first, 1))).endsWith("\"beginning\":true}");
        assertThat(text(HistoryPageJson.history(new MessageHistory.Page(List.of(), 1), 1)))
                .isEqualTo("{\"messages\":[],\"beginning\":true}");
    }

    static Message said(String text, Reference reference) {
        return new Message(new Position("e1", 7), AT, "secret-id", "ada", "browser", text, false, reference);
    }

    private static String body(RoomEvent event) {
        return text(event.encode(new JsonEventEncoder()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
