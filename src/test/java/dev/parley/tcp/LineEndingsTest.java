package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that end in CR LF, in LF, or now so and now so: the same is said. */
class LineEndingsTest {

    @ParameterizedTest
    @CsvSource({
        "'ada~hello~me too~'",
        "'ada> hello~me too~'",
        "'CONNECT~accept-version:1.2~login:ada~~|SUBSCRIBE~id:0~destination:/topic/rooms/lobby~~|"
                + "SEND~destination:/app/rooms/lobby~~{\"text\":\"hello\"}|~"
                + "SEND~destination:/app/rooms/lobby~~{\"text\":\"me too\"}|'",
    })
    void whateverEndsALineTheSameIsSaid(String dialogue) {
        for (String end : List.of("\n", "\r\n")) {
            String sent = dialogue.replace("~", end).replace('|', '\0');
            assertThat(said(sent, sent.length())).as("in one piece").containsExactly("hello", "me too");
            for (int cut = 1; cut < sent.length(); cut++) {
                assertThat(said(sent, cut)).as("cut at %s", cut).containsExactly("hello", "me too");
            }
        }
        String mixed = dialogue.replaceFirst("~", "\r\n").replace("~", "\n").replace('|', '\0');
        assertThat(said(mixed, mixed.length())).as("mixed").containsExactly("hello", "me too");
    }

    private static List<String> said(String sent, int cut) {
        TestChatServer house = new TestChatServer();
        TestClient ada = TestClient.of(house, OpenPort.dialects(house.chatServer));
        ada.sends(sent.substring(0, cut));
        ada.sends(sent.substring(cut));
        for (int i = 0; i < 12; i++) {
            ada.waits(Duration.ofMillis(50));
        }
        List<String> texts =
                house
                        .get(house.chatServer
                                .roomRegistry()
                                .find(RoomName.LOBBY)
                                .orElseThrow()
                                .last(100))
                        .stream()
                        .map(Message::text)
                        .toList();
        ada.leaksNothing();
        return texts;
    }
}
