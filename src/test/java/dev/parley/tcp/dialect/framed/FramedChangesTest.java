package dev.parley.tcp.dialect.framed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.TestClient;
import dev.parley.text.RoomName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Old clients receive changes as messages of the server. */
class FramedChangesTest {

    @Test
    void changesAreFromTheServer() {
        TestChatServer server = new TestChatServer();
        TestSession ada = server.joinLobby("ada");
        TestClient bob = TestClient.of(server, OpenPort.dialects(server.chatServer));
        bob.send(String.format("%-10dbob", 3));
        server.publish(ada, "the tee");
        bob.settle();
        bob.receivedBytes();

        server.get(ada.session().messageRequests().edit(RoomName.LOBBY, 1, "the tea", null));
        bob.settle();
        server.get(ada.session().messageRequests().delete(RoomName.LOBBY, 1, null));
        bob.settle();

        assertThat(new String(bob.receivedBytes(), StandardCharsets.UTF_8))
                .matches("6 {9}Server19 {8}ada edited: the tea6 {9}Server\\d+ +ada deleted a message of \\d\\d:\\d\\d");
        assertThat(server.get(ada.session().messageRequests().edit(RoomName.LOBBY, 1, "x", null)))
                .isInstanceOf(Refusal.class);
    }
}
