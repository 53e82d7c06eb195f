package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that CR LF, LF and a mixture of both produce the same messages. */
class LineEndingsTest {

    @ParameterizedTest
    @CsvSource({
        "'ada~hello~me too~'",
        "'ada> hello~me too~'",
        "'CONNECT~accept-version:1.2~login:ada~~|SUBSCRIBE~id:0~destination:/topic/rooms/lobby~~|"
                + "SEND~destination:/app/rooms/lobby~~{\"text\":\"hello\"}|~"
                + "SEND~destination:/app/rooms/lobby~~{\"text\":\"me too\"}|'",
    })
    void lineFeedsAndCarriageReturnsAreEquivalent(String dialogue) {
        for (String end : List.of("\n", "\r\n")) {
            String input = dialogue.replace("~", end).replace('|', '\0');
            assertThat(published(input, input.length())).as("in one piece").containsExactly("hello", "me too");
            for (int cut = 1; cut < input.length(); cut++) {
                assertThat(published(input, cut)).as("cut at %s", cut).containsExactly("hello", "me too");
            }
        }
        String mixed = dialogue.replaceFirst("~", "\r\n").replace("~", "\n").replace('|', '\0');
        assertThat(published(mixed, mixed.length())).as("mixed").containsExactly("hello", "me too");
    }

    private static List<String> published(String input, int cut) {
        TestChatServer server = new TestChatServer();
        TestClient ada = TestClient.of(server, OpenPort.dialects(server.chatServer));
        ada.send(input.substring(0, cut));
        ada.send(input.substring(cut));
        for (int i = 0; i < 12; i++) {
            ada.advanceTime(Duration.ofMillis(50));
        }
        List<String> texts = DialectTestBase.published(server, Message::text);
        ada.assertNoLeaks();
        return texts;
    }
}
