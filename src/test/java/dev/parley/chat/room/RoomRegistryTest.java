package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomRegistryTest {

    private static final RoomName JAVA = new RoomName("java");

    private final TestChatServer server = new TestChatServer();

    @Test
    void lobbyAlwaysExists() {
        assertThat(names()).containsExactly("lobby");
        TestSession ada = server.joinLobby("ada");
        ada.session().close(CloseCause.QUIT);
        server.settle();
        assertThat(names()).containsExactly("lobby");
    }

    @Test
    void firstJoinCreatesARoomAndTheLastLeaveDeletesItIfEmpty() {
        TestSession ada = server.join(server.loginBrowser("ada"), JAVA, new ReplayFrom.Last(0));
        assertThat(names()).containsExactly("java", "lobby");
        ada.session().leave(JAVA);
        server.settle();
        assertThat(names()).containsExactly("lobby");
    }

    @Test
    void roomsWithoutMessagesAreNotStoredAfterTheLastLeave() {
        TestSession ada = server.joinLobby("ada");
        for (int i = 0; i < 1_000; i++) {
            RoomName room = new RoomName("room-" + i);
            server.join(ada, room, new ReplayFrom.Last(0));
            ada.session().leave(room);
            server.settle();
        }

        assertThat(get(server.history.rooms()))
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactly(RoomName.LOBBY);
        assertThat(new TestChatServer(TestChatServer.RULES, server.history)
                        .chatServer
                        .roomRegistry()
                        .summaries())
                .hasSize(1);
    }

    @Test
    void roomWithMessagesRemainsAfterARestart() {
        TestSession ada = server.join(server.loginBrowser("ada"), JAVA, new ReplayFrom.Last(0));
        ada.session().publish(JAVA, "hello", false, null);
        server.settle();
        ada.session().leave(JAVA);
        server.settle();
        assertThat(names()).containsExactly("java", "lobby");
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        assertThat(restarted.chatServer.roomRegistry().summaries())
                .extracting(room -> room.name().text())
                .containsExactly("java", "lobby");
    }

    @Test
    void roomIsDeletedOnceItsMessagesHaveExpired() {
        TestSession ada = server.join(server.loginBrowser("ada"), JAVA, new ReplayFrom.Last(0));
        ada.session().publish(JAVA, "hello", false, null);
        server.settle();
        ada.session().leave(JAVA);
        server.advanceTime(Duration.ofDays(31));
        server.advanceTime(Duration.ofHours(2));
        assertThat(names()).containsExactly("lobby");
        assertThat(get(server.history.rooms()))
                .noneMatch(storedRoom -> storedRoom.room().equals(JAVA));
    }

    @Test
    void membersReceiveOnlyMessagesOfTheirRooms() {
        TestSession ada = server.join(server.joinLobby("ada"), JAVA, new ReplayFrom.Last(0));
        TestSession bob = server.joinLobby("bob");
        ada.session().publish(JAVA, "only java", false, null);
        server.settle();
        assertThat(bob.recordingSubscriber().texts()).isEmpty();
        assertThat(ada.recordingSubscriber().texts()).containsExactly("only java");
    }

    @Test
    void roomOverTheServerLimitIsRefused() {
        ServerLimits few = new ServerLimits(
                new NicknamePolicy(10), 500, 0, 20, 50, 2, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);
        TestChatServer small = new TestChatServer(few, null);
        TestSession ada = small.join(small.joinLobby("ada"), JAVA, new ReplayFrom.Last(0));
        JoinResult joinResult = small.get(ada.session().join(new RoomName("third"), new ReplayFrom.Last(0)));
        assertThat(((Refusal) joinResult).code()).isEqualTo("rooms-full");
        assertThat(ada.session().rooms()).containsExactly(JAVA, RoomName.LOBBY);
    }

    @Test
    void roomOverTheUserLimitIsRefused() {
        TestSession ada = server.loginBrowser("ada");
        for (int i = 0; i < 20; i++) {
            server.join(ada, new RoomName("r" + i), new ReplayFrom.Last(0));
        }
        JoinResult joinResult = server.get(ada.session().join(JAVA, new ReplayFrom.Last(0)));
        assertThat(((Refusal) joinResult).code()).isEqualTo("too-many-rooms");
        server.join(ada, new RoomName("r0"), new ReplayFrom.Last(0));
    }

    @Test
    void leaveDuringAPendingJoinLeavesTheRoom() {
        TestSession ada = server.loginBrowser("ada");
        ada.session().join(JAVA, new ReplayFrom.Last(0));
        ada.session().leave(JAVA);
        server.settle();
        assertThat(names()).containsExactly("lobby");
        assertThat(ada.session().leave(JAVA)).isFalse();
    }

    @Test
    void topicIsPublishedStoredAndListed() {
        TestSession ada = server.joinLobby("ada");
        Room lobby = server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        assertThat(server.get(lobby.setTopic("Everyone starts here", server.chatServer.operator())))
                .isInstanceOf(Acknowledgement.class);
        assertThat(ada.recordingSubscriber().received(RoomEvent.Topic.class))
                .extracting(RoomEvent.Topic::by)
                .containsExactly("Server");
        assertThat(server.chatServer.roomRegistry().summaries())
                .extracting(RoomSummary::topic)
                .containsExactly("Everyone starts here");
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        assertThat(restarted
                        .joinLobby("bob")
                        .recordingSubscriber()
                        .lastWelcome()
                        .topic())
                .isEqualTo("Everyone starts here");
    }

    @Test
    void operatorPublishesToEveryRoom() {
        TestSession ada = server.join(server.joinLobby("ada"), JAVA, new ReplayFrom.Last(0));
        assertThat(server.get(server.chatServer.publish("hear, hear")))
                .hasSize(2)
                .allMatch(Receipt.class::isInstance);
        assertThat(ada.recordingSubscriber().received(RoomEvent.Said.class))
                .extracting(said -> said.message().name())
                .containsExactly("Server", "Server");
    }

    @Test
    void messagesBeforeAPositionAreRead() {
        TestSession ada = server.joinLobby("ada");
        for (int i = 1; i <= 30; i++) {
            server.publish(ada, "m" + i);
        }
        Room lobby = server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        Position position =
                new Position(ada.recordingSubscriber().lastPosition().epoch(), 21);
        MessageHistory.Page page = server.get(lobby.before(position, 10));
        assertThat(page.messages()).extracting(Message::text).startsWith("m11").endsWith("m20");
        assertThat(page.oldest()).isEqualTo(1);
        assertThat(server.get(lobby.before(new Position("other", 21), 10)).messages())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "#java", " Java ", "JAVA"})
    void roomNameIsParsedInAnyCaseAndWithAHash(String typed) {
        assertThat(RoomName.parse(typed)).contains(JAVA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "two words", "ümlaut", "a/b", "..", "<b>", "123456789012345678901234567890123"})
    void invalidRoomNameIsNotParsed(String typed) {
        assertThat(RoomName.parse(typed)).isEmpty();
    }

    private List<String> names() {
        return server.chatServer.roomRegistry().summaries().stream()
                .map(room -> room.name().text())
                .toList();
    }
}
