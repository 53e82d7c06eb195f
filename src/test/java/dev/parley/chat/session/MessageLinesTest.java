package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that one message cannot fill the screens of all users with lines. */
class MessageLinesTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");

    @ParameterizedTest
    @ValueSource(strings = {"0A", "0D", "0D 0A", "0B", "0C", "85", "2028", "2029"})
    void messageOfMoreThan100LinesIsRefusedOnEveryWayIn(String codePoints) {
        String lineEnd = Arrays.stream(codePoints.split(" ", -1))
                .map(codePoint -> Character.toString(Integer.parseInt(codePoint, 16)))
                .collect(Collectors.joining());
        server.publish(ada, "first");
        String text = ("a" + lineEnd).repeat(100) + "a";

        assertRefused(server.publish(ada, text));
        assertRefused(server.sendDirect(ada, "bob", text));
        assertRefused(server.get(ada.session().messageRequests().edit(RoomName.LOBBY, 1, text, null)));
        assertRefused(server.get(ada.session().publish(RoomName.LOBBY, text, true, null)));
    }

    @Test
    void messageOf100LinesIsAccepted() {
        String text = "a\n".repeat(99) + "a";

        assertThat(server.publish(ada, text)).isInstanceOf(Receipt.class);
        assertThat(server.sendDirect(bob, "ada", text)).isInstanceOf(Receipt.class);
    }

    private static void assertRefused(RequestResult result) {
        assertThat(result).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("message-too-long");
            assertThat(refusal.sentence())
                    .isEqualTo("The message has 101 lines; at most 100 are allowed. Shorten it or send it in parts.");
        });
    }
}
