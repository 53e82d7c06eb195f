package dev.parley.chat.room;

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

    private final TestChatServer home = new TestChatServer();

    @Test
    void theLobbyIsAlwaysThere() {
        assertThat(names()).containsExactly("lobby");
        TestSession ada = home.inLobby("ada");
        ada.session().close(CloseCause.QUIT);
        home.settle();
        assertThat(names()).containsExactly("lobby");
    }

    @Test
    void aRoomIsMadeByTheFirstToJoinAndEndsWithoutPeopleAndMessages() {
        TestSession ada = home.join(home.browser("ada"), JAVA, new ReplayFrom.Last(0));
        assertThat(names()).containsExactly("java", "lobby");
        ada.session().leave(JAVA);
        home.settle();
        assertThat(names()).containsExactly("lobby");
    }

    @Test
    void aRoomWithMessagesStaysAlsoOverARestart() {
        TestSession ada = home.join(home.browser("ada"), JAVA, new ReplayFrom.Last(0));
        ada.session().publish(JAVA, "hello", false, null);
        home.settle();
        ada.session().leave(JAVA);
        home.settle();
        assertThat(names()).containsExactly("java", "lobby");
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, home.history);
        assertThat(restarted.chatServer.roomRegistry().summaries())
                .extracting(room -> room.name().text())
                .containsExactly("java", "lobby");
    }

    @Test
    void aRoomWhoseMessagesAreNoLongerKeptEnds() {
        TestSession ada = home.join(home.browser("ada"), JAVA, new ReplayFrom.Last(0));
        ada.session().publish(JAVA, "hello", false, null);
        home.settle();
        ada.session().leave(JAVA);
        home.pass(Duration.ofDays(31));
        home.pass(Duration.ofHours(2));
        assertThat(names()).containsExactly("lobby");
        assertThat(home.history.rooms())
                .noneMatch(storedRoom -> storedRoom.room().equals(JAVA));
    }

    @Test
    void roomsDoNotHearEachOther() {
        TestSession ada = home.join(home.inLobby("ada"), JAVA, new ReplayFrom.Last(0));
        TestSession bob = home.inLobby("bob");
        ada.session().publish(JAVA, "only java", false, null);
        home.settle();
        assertThat(bob.recordingSubscriber().texts()).isEmpty();
        assertThat(ada.recordingSubscriber().texts()).containsExactly("only java");
    }

    @Test
    void oneRoomMoreThanAllowedIsRefused() {
        ServerLimits few = new ServerLimits(
                new NicknamePolicy(10), 500, 0, 20, 50, 2, 20, Duration.ofSeconds(15), 100, Duration.ZERO);
        TestChatServer small = new TestChatServer(few, null);
        TestSession ada = small.join(small.inLobby("ada"), JAVA, new ReplayFrom.Last(0));
        JoinResult joinResult = small.get(ada.session().join(new RoomName("third"), new ReplayFrom.Last(0)));
        assertThat(((Refusal) joinResult).code()).isEqualTo("rooms-full");
        assertThat(ada.session().rooms()).containsExactly(JAVA, RoomName.LOBBY);
    }

    @Test
    void oneRoomMoreThanAPersonMayBeInIsRefused() {
        TestSession ada = home.browser("ada");
        for (int i = 0; i < 20; i++) {
            home.join(ada, new RoomName("r" + i), new ReplayFrom.Last(0));
        }
        JoinResult joinResult = home.get(ada.session().join(JAVA, new ReplayFrom.Last(0)));
        assertThat(((Refusal) joinResult).code()).isEqualTo("too-many-rooms");
        home.join(ada, new RoomName("r0"), new ReplayFrom.Last(0));
    }

    @Test
    void leavingBeforeBeingSeatedLeaves() {
        TestSession ada = home.browser("ada");
        ada.session().join(JAVA, new ReplayFrom.Last(0));
        ada.session().leave(JAVA);
        home.settle();
        assertThat(names()).containsExactly("lobby");
        assertThat(ada.session().leave(JAVA)).isFalse();
    }

    @Test
    void aTopicIsToldKeptAndShownInTheList() {
        TestSession ada = home.inLobby("ada");
        Room lobby = home.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        assertThat(home.get(lobby.setTopic("Everyone starts here", home.chatServer.operator())))
                .isInstanceOf(Acknowledgement.class);
        assertThat(ada.recordingSubscriber().heard(RoomEvent.Topic.class))
                .extracting(RoomEvent.Topic::by)
                .containsExactly("Server");
        assertThat(home.chatServer.roomRegistry().summaries())
                .extracting(RoomSummary::topic)
                .containsExactly("Everyone starts here");
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, home.history);
        assertThat(restarted.inLobby("bob").recordingSubscriber().lastWelcome().topic())
                .isEqualTo("Everyone starts here");
    }

    @Test
    void theOperatorIsHeardInEveryRoom() {
        TestSession ada = home.join(home.inLobby("ada"), JAVA, new ReplayFrom.Last(0));
        assertThat(home.get(home.chatServer.publish("hear, hear"))).hasSize(2).allMatch(Receipt.class::isInstance);
        assertThat(ada.recordingSubscriber().heard(RoomEvent.Said.class))
                .extracting(said -> said.message().name())
                .containsExactly("Server", "Server");
    }

    @Test
    void olderMessagesAreReadBackFromAPlace() {
        TestSession ada = home.inLobby("ada");
        for (int i = 1; i <= 30; i++) {
            home.say(ada, "m" + i);
        }
        Room lobby = home.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        Position place = new Position(ada.recordingSubscriber().lastPosition().epoch(), 21);
        MessageHistory.Page page = home.get(lobby.before(place, 10));
        assertThat(page.messages()).extracting(Message::text).startsWith("m11").endsWith("m20");
        assertThat(page.oldest()).isEqualTo(1);
        assertThat(home.get(lobby.before(new Position("other", 21), 10)).messages())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "#java", " Java ", "JAVA"})
    void aRoomsNameIsReadInAnyCaseAndWithAHash(String typed) {
        assertThat(RoomName.parse(typed)).contains(JAVA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "two words", "ümlaut", "a/b", "..", "<b>", "123456789012345678901234567890123"})
    void whatIsNoRoomsNameIsNotRead(String typed) {
        assertThat(RoomName.parse(typed)).isEmpty();
    }

    private List<String> names() {
        return home.chatServer.roomRegistry().summaries().stream()
                .map(room -> room.name().text())
                .toList();
    }
}
