package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which rooms come first, and which a search finds. */
class RoomDirectoryTest {

    private final TestChatServer server = new TestChatServer();
    private final RoomRegistry registry = server.chatServer.roomRegistry();

    private void open(String... names) {
        for (String name : names) {
            registry.open(new RoomName(name));
        }
    }

    private List<String> first(int most) {
        return names(registry.directory().first(most));
    }

    private List<String> find(String text) {
        return names(get(registry.find(text, null, room -> true)).rooms());
    }

    private static List<String> names(List<RoomSummary> rooms) {
        return rooms.stream().map(room -> room.name().text()).toList();
    }

    @Test
    void roomsWithMostUsersComeFirstThenTheLatestHourThenTheName() {
        open("a", "b", "c");
        server.join(server.loginBrowser("ada"), new RoomName("c"), new ReplayFrom.Last(0));
        assertThat(first(10)).containsExactly("c", "a", "b", "lobby");
        server.advanceTime(Duration.ofHours(1)); // ends the empty rooms
        open("z");

        assertThat(first(10)).containsExactly("c", "z", "lobby");
        assertThat(first(2)).containsExactly("c", "z");
    }

    @Test
    void messageOfANewHourMovesARoomForward() {
        TestChatServer.TestSession ada = server.joinLobby("ada");
        server.join(ada, new RoomName("a"), new ReplayFrom.Last(0));
        assertThat(first(2)).containsExactly("a", "lobby");
        server.publish(ada, "within the hour");
        assertThat(first(2)).containsExactly("a", "lobby");
        server.advanceTime(Duration.ofHours(1));
        server.publish(ada, "in the next hour");

        assertThat(first(2)).containsExactly("lobby", "a");
    }

    @Test
    void restartKeepsTheHourOfTheLastMessage() {
        TestChatServer.TestSession ada = server.joinLobby("ada");
        server.join(ada, new RoomName("a"), new ReplayFrom.Last(0));
        server.settle();
        server.get(ada.session().publish(new RoomName("a"), "early", false, null));
        server.advanceTime(Duration.ofHours(1));
        server.publish(ada, "late");

        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        assertThat(names(restarted.chatServer.roomRegistry().directory().first(2)))
                .containsExactly("lobby", "a");
    }

    @Test
    void namesThatBeginWithTheTextComeFirst() {
        open("tea", "java", "1java", "java_8", "javax8");

        assertThat(find("java")).containsExactly("java", "java_8", "javax8", "1java");
        assertThat(find(" #JAVA ")).containsExactly("java", "java_8", "javax8", "1java");
        assertThat(find("a_8")).containsExactly("java_8");
        assertThat(find("")).containsExactly("1java", "java", "java_8", "javax8", "lobby", "tea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "jav%", "a b", "jav\u0430", "java\u0301", "caf\u00e9", "\u0000", "##java"})
    void textThatNoNameContainsFindsNothing(String text) {
        open("java");

        assertThat(get(registry.find(text, null, room -> true))).isEqualTo(new RoomPage(List.of(), 0, null));
    }

    @Test
    void longTextFindsNothing() {
        open("java");

        assertThat(find("j".repeat(1_000))).isEmpty();
    }

    @Test
    void pagesFollowEachOtherAlsoIfTheLastRoomHasGone() {
        for (int i = 0; i < 250; i++) {
            open(String.format("room-%03d", i));
        }
        RoomPage first = get(registry.find("room", null, room -> true));
        RoomPage second = get(registry.find("room", first.next(), room -> true));
        RoomPage third = get(registry.find("room", second.next(), room -> true));

        assertThat(first.total()).isEqualTo(250);
        assertThat(names(first.rooms())).hasSize(100).startsWith("room-000");
        assertThat(names(second.rooms())).hasSize(100).startsWith("room-100");
        assertThat(names(third.rooms())).hasSize(50).endsWith("room-249");
        assertThat(third.next()).isNull();
        assertThat(names(get(registry.find("room", name("room-0995"), room -> true))
                        .rooms()))
                .startsWith("room-100");
    }

    private static @Nullable RoomName name(String text) {
        return new RoomName(text);
    }
}
