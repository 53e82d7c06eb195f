package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.room.QuietHouse.Guest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {

    private static final RoomName JAVA = new RoomName("java");

    private final QuietHouse home = new QuietHouse();

    @Test
    void theLobbyIsAlwaysThere() {
        assertThat(names()).containsExactly("lobby");
        Guest ada = home.inLobby("ada");
        ada.visit().end(Ending.QUIT);
        home.settle();
        assertThat(names()).containsExactly("lobby");
    }

    @Test
    void aRoomIsMadeByTheFirstToJoinAndEndsWithoutPeopleAndMessages() {
        Guest ada = home.join(home.browser("ada"), JAVA, new Since.Last(0));
        assertThat(names()).containsExactly("java", "lobby");
        ada.visit().leave(JAVA);
        home.settle();
        assertThat(names()).containsExactly("lobby");
    }

    @Test
    void aRoomWithMessagesStaysAlsoOverARestart() {
        Guest ada = home.join(home.browser("ada"), JAVA, new Since.Last(0));
        ada.visit().post(JAVA, "hello", false, null);
        home.settle();
        ada.visit().leave(JAVA);
        home.settle();
        assertThat(names()).containsExactly("java", "lobby");
        QuietHouse restarted = new QuietHouse(QuietHouse.RULES, home.history);
        assertThat(restarted.house.rooms().list())
                .extracting(room -> room.name().text())
                .containsExactly("java", "lobby");
    }

    @Test
    void aRoomWhoseMessagesAreNoLongerKeptEnds() {
        Guest ada = home.join(home.browser("ada"), JAVA, new Since.Last(0));
        ada.visit().post(JAVA, "hello", false, null);
        home.settle();
        ada.visit().leave(JAVA);
        home.pass(Duration.ofDays(31));
        home.pass(Duration.ofHours(2));
        assertThat(names()).containsExactly("lobby");
        assertThat(home.history.rooms()).noneMatch(shelf -> shelf.room().equals(JAVA));
    }

    @Test
    void roomsDoNotHearEachOther() {
        Guest ada = home.join(home.inLobby("ada"), JAVA, new Since.Last(0));
        Guest bob = home.inLobby("bob");
        ada.visit().post(JAVA, "only java", false, null);
        home.settle();
        assertThat(bob.ear().texts()).isEmpty();
        assertThat(ada.ear().texts()).containsExactly("only java");
    }

    @Test
    void oneRoomMoreThanAllowedIsRefused() {
        HouseRules few = new HouseRules(
                new NicknamePolicy(10), 500, 0, 20, 50, 2, 20, Duration.ofSeconds(15), 100, Duration.ZERO);
        QuietHouse small = new QuietHouse(few, null);
        Guest ada = small.join(small.inLobby("ada"), JAVA, new Since.Last(0));
        Seating seating = small.get(ada.visit().join(new RoomName("third"), new Since.Last(0)));
        assertThat(((Refusal) seating).code()).isEqualTo("rooms-full");
        assertThat(ada.visit().rooms()).containsExactly(JAVA, RoomName.LOBBY);
    }

    @Test
    void oneRoomMoreThanAPersonMayBeInIsRefused() {
        Guest ada = home.browser("ada");
        for (int i = 0; i < 20; i++) {
            home.join(ada, new RoomName("r" + i), new Since.Last(0));
        }
        Seating seating = home.get(ada.visit().join(JAVA, new Since.Last(0)));
        assertThat(((Refusal) seating).code()).isEqualTo("too-many-rooms");
        home.join(ada, new RoomName("r0"), new Since.Last(0));
    }

    @Test
    void leavingBeforeBeingSeatedLeaves() {
        Guest ada = home.browser("ada");
        ada.visit().join(JAVA, new Since.Last(0));
        ada.visit().leave(JAVA);
        home.settle();
        assertThat(names()).containsExactly("lobby");
        assertThat(ada.visit().leave(JAVA)).isFalse();
    }

    @Test
    void aTopicIsToldKeptAndShownInTheList() {
        Guest ada = home.inLobby("ada");
        Room lobby = home.house.rooms().find(RoomName.LOBBY).orElseThrow();
        assertThat(home.get(lobby.topic("Everyone starts here", home.house.operator())))
                .isInstanceOf(Told.class);
        assertThat(ada.ear().heard(RoomEvent.Topic.class))
                .extracting(RoomEvent.Topic::by)
                .containsExactly("Server");
        assertThat(home.house.rooms().list()).extracting(RoomSummary::topic).containsExactly("Everyone starts here");
        QuietHouse restarted = new QuietHouse(QuietHouse.RULES, home.history);
        assertThat(restarted.inLobby("bob").ear().lastWelcome().topic()).isEqualTo("Everyone starts here");
    }

    @Test
    void theOperatorIsHeardInEveryRoom() {
        Guest ada = home.join(home.inLobby("ada"), JAVA, new Since.Last(0));
        assertThat(home.get(home.house.announce("hear, hear"))).hasSize(2).allMatch(Receipt.class::isInstance);
        assertThat(ada.ear().heard(RoomEvent.Said.class))
                .extracting(said -> said.message().name())
                .containsExactly("Server", "Server");
    }

    @Test
    void olderMessagesAreReadBackFromAPlace() {
        Guest ada = home.inLobby("ada");
        for (int i = 1; i <= 30; i++) {
            home.say(ada, "m" + i);
        }
        Room lobby = home.house.rooms().find(RoomName.LOBBY).orElseThrow();
        Position place = new Position(ada.ear().lastPosition().epoch(), 21);
        History.Page page = home.get(lobby.before(place, 10));
        assertThat(page.messages()).extracting(Message::text).startsWith("m11").endsWith("m20");
        assertThat(page.oldest()).isEqualTo(1);
        assertThat(home.get(lobby.before(new Position("other", 21), 10)).messages())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "#java", " Java ", "JAVA"})
    void aRoomsNameIsReadInAnyCaseAndWithAHash(String typed) {
        assertThat(RoomName.read(typed)).contains(JAVA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "two words", "ümlaut", "a/b", "..", "<b>", "123456789012345678901234567890123"})
    void whatIsNoRoomsNameIsNotRead(String typed) {
        assertThat(RoomName.read(typed)).isEmpty();
    }

    private List<String> names() {
        return home.house.rooms().list().stream()
                .map(room -> room.name().text())
                .toList();
    }
}
