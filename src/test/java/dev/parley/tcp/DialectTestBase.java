package dev.parley.tcp;

import dev.parley.chat.room.Message;
import dev.parley.chat.session.TestChatServer;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** Connects test clients to all dialects of a server, and checks after each test that they leak no buffer. */
public abstract class DialectTestBase {

    protected TestChatServer server = new TestChatServer();
    private final List<TestClient> testClients = new ArrayList<>();

    @AfterEach
    void assertNoLeaks() {
        testClients.forEach(TestClient::assertNoLeaks);
    }

    protected final TestClient testClient() {
        TestClient testClient = TestClient.of(server, OpenPort.dialects(server.chatServer));
        testClients.add(testClient);
        return testClient;
    }

    /** Returns the messages of the lobby as {@code sender: text}. */
    protected final List<String> published() {
        return published(server, message -> message.name() + ": " + message.text());
    }

    /** Returns the messages of the lobby of a server, each as a text. */
    protected static List<String> published(TestChatServer server, Function<Message, String> toText) {
        return server
                .get(server.chatServer
                        .roomRegistry()
                        .find(RoomName.LOBBY)
                        .orElseThrow()
                        .last(100))
                .stream()
                .map(toText)
                .toList();
    }
}
