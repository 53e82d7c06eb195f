package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.room.QuietHouse.Guest;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is promised to whoever listens: order, coming back, and being slow. */
class HearingTest {

    private final QuietHouse home = new QuietHouse();

    @Test
    void everySubscriberHearsNumbersRiseByOneAndTheSameTextAtTheSameNumber() {
        Guest ada = home.inLobby("ada");
        Guest bob = home.inLobby("bob");
        for (int i = 0; i < 300; i++) {
            (i % 2 == 0 ? ada : bob).visit().post(RoomName.LOBBY, "m" + i, false, null);
            if (i % 17 == 0) {
                home.settle();
            }
        }
        home.settle();
        assertThat(ada.ear().numbers())
                .isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(bob.ear().texts()).isEqualTo(ada.ear().texts());
    }

    @Test
    void theSendersOwnMessageHasItsPlaceAndItsReference() {
        Guest ada = home.inLobby("ada");
        home.say(ada, "mine", "r-1");
        assertThat(ada.ear().heard(RoomEvent.Said.class).get(0).message().reference())
                .isEqualTo(new Reference("r-1"));
    }

    @Test
    void nothingIsHeardBeforeItIsStored() {
        Guest ada = home.inLobby("ada");
        ada.visit().post(RoomName.LOBBY, "hello", false, null);
        while (ada.ear().listen()) {
            // Takes whatever there is while the lane has not run.
        }
        assertThat(ada.ear().texts()).isEmpty();
        home.settle();
        assertThat(ada.ear().texts()).containsExactly("hello");
    }

    @Test
    void theFirstThingHeardIsAWelcomeThenHistoryThenLive() {
        Guest ada = home.inLobby("ada");
        say(ada, 1, 60);
        Guest bob = home.inLobby("bob");
        say(ada, 61, 61);
        RoomEvent.Welcome welcome = (RoomEvent.Welcome) bob.ear().heard().get(0);
        assertThat(welcome.position().seq()).isEqualTo(10);
        assertThat(welcome.head().seq()).isEqualTo(60);
        assertThat(welcome.count()).isEqualTo(2);
        assertThat(welcome.first()).extracting("name").containsExactly("ada", "bob");
        assertThat(bob.ear().numbers())
                .isEqualTo(LongStream.rangeClosed(11, 61).boxed().toList());
    }

    @Test
    void nothingIsReplayedToWhoAsksForNothing() {
        Guest ada = home.inLobby("ada");
        say(ada, 1, 5);
        Guest bob = home.join(home.browser("bob"), RoomName.LOBBY, new Since.Last(0));
        say(ada, 6, 6);
        assertThat(bob.ear().numbers()).containsExactly(6L);
    }

    @Test
    void joiningWithAPositionDeliversEverythingAfterItWithoutASeam() {
        Guest ada = home.inLobby("ada");
        say(ada, 1, 10_000);
        Position place = new Position(ada.ear().lastPosition().epoch(), 3);
        Guest bob = home.browser("bob");
        bob.visit().join(RoomName.LOBBY, new Since.After(place));
        for (int i = 10_001; i <= 10_300; i++) {
            ada.visit().post(RoomName.LOBBY, "m" + i, false, null);
            home.tasks.runOne();
            bob.ear().listen();
        }
        home.settle();
        assertThat(bob.ear().lastWelcome().recovered()).isTrue();
        assertThat(bob.ear().numbers())
                .isEqualTo(LongStream.rangeClosed(4, 10_300).boxed().toList());
    }

    @Test
    void comingBackAfterARestartMissesNothingAndHearsNothingTwice() {
        Guest ada = home.inLobby("ada");
        say(ada, 1, 10);
        Position seen = ada.ear().lastPosition();
        QuietHouse restarted = new QuietHouse(QuietHouse.RULES, home.history);
        Guest bob = restarted.inLobby("bob");
        say(restarted, bob, 11, 13);
        Guest back = restarted.join(
                restarted.browser("ada", ada.visit().token().orElseThrow()), RoomName.LOBBY, new Since.After(seen));
        assertThat(back.ear().numbers()).containsExactly(11L, 12L, 13L);
        assertThat(back.ear().lastWelcome().recovered()).isTrue();
    }

    @Test
    void aPositionOfAnotherEpochIsSaidToBeLostAndTheLatestFollow() {
        Guest ada = home.inLobby("ada");
        say(ada, 1, 60);
        assertLost(new Position("another", 55), "other-epoch");
    }

    @Test
    void aPositionAheadOfTheHeadIsSaidToBeLostAndTheLatestFollow() {
        Guest ada = home.inLobby("ada");
        say(ada, 1, 60);
        assertLost(new Position(ada.ear().lastPosition().epoch(), 61), "ahead");
    }

    private void assertLost(Position place, String reason) {
        Guest bob = home.join(home.browser("bob"), RoomName.LOBBY, new Since.After(place));
        assertThat(bob.ear().lastWelcome().recovered()).isFalse();
        assertThat(bob.ear().lastWelcome().reason()).isEqualTo(reason);
        assertThat(bob.ear().numbers())
                .isEqualTo(LongStream.rangeClosed(11, 60).boxed().toList());
    }

    @Test
    void aPositionOlderThanWhatIsKeptIsSaidToBeLost() {
        ManualAlarms alarms = home.alarms;
        QuietHouse small = new QuietHouse(QuietHouse.RULES, new MemoryHistory(alarms.clock(), Duration.ofDays(30), 20));
        Guest ada = small.inLobby("ada");
        say(small, ada, 1, 100);
        small.pass(Duration.ofHours(2));
        Position early = new Position(ada.ear().lastPosition().epoch(), 5);
        Guest bob = small.join(small.browser("bob"), RoomName.LOBBY, new Since.After(early));
        assertThat(bob.ear().lastWelcome().reason()).isEqualTo("no-longer-kept");
        assertThat(bob.ear().numbers())
                .isEqualTo(LongStream.rangeClosed(81, 100).boxed().toList());
    }

    @Test
    void aReaderFarBehindTheTailGetsEverythingFromHistoryOnceAndInOrder() {
        Guest ada = home.inLobby("ada");
        Guest slow = home.inLobby("slow");
        slow.ear().stopReading();
        say(ada, 1, 20_000);
        Guest late = home.inLobby("late");
        slow.ear().readOn();
        say(ada, 20_001, 20_010);
        assertThat(slow.ear().numbers())
                .isEqualTo(LongStream.rangeClosed(1, 20_010).boxed().toList());
        assertThat(slow.ear().lastWelcome().first()).extracting("name").contains("late");
        assertThat(late.ear().numbers()).hasSize(60);
    }

    @Test
    void aSlowReaderForWhomMessagesWereDroppedIsToldSo() {
        QuietHouse small =
                new QuietHouse(QuietHouse.RULES, new MemoryHistory(home.alarms.clock(), Duration.ofDays(30), 2_000));
        Guest ada = small.inLobby("ada");
        Guest slow = small.inLobby("slow");
        slow.ear().stopReading();
        say(small, ada, 1, 20_000);
        small.pass(Duration.ofHours(2));
        slow.ear().readOn();
        small.settle();
        assertThat(slow.ear().lastWelcome().recovered()).isFalse();
        assertThat(slow.ear().lastWelcome().reason()).isEqualTo("no-longer-kept");
        assertThat(slow.ear().numbers())
                .isEqualTo(LongStream.rangeClosed(19_951, 20_000).boxed().toList());
    }

    @Test
    void aSlowReaderHoldsUpNobody() {
        Guest ada = home.inLobby("ada");
        Guest slow = home.inLobby("slow");
        slow.ear().stopReading();
        say(ada, 1, 10);
        assertThat(ada.ear().numbers()).hasSize(10);
        assertThat(slow.ear().numbers()).isEmpty();
    }

    @Test
    void whoHasLeftHearsNothingMore() {
        Guest ada = home.inLobby("ada");
        Guest bob = home.inLobby("bob");
        bob.visit().leave(RoomName.LOBBY);
        say(ada, 1, 1);
        assertThat(bob.ear().numbers()).isEmpty();
    }

    @Test
    void wordsAreMadeOnceHoweverManyListen() {
        Delivery delivery = new Delivery(new RoomEvent.Typing("ada"), null, 0, 0, 0);
        Counting counting = new Counting();
        List<Object> words = List.of(delivery.as(counting), delivery.as(counting), delivery.as(counting));
        assertThat(words).containsOnly("1 ada");
    }

    @Test
    void wordsOfMadeUpNarrationsAreNotKept() {
        Delivery delivery = new Delivery(new RoomEvent.Typing("ada"), null, 0, 0, 0);
        Counting first = new Counting();
        delivery.as(first);
        Counting last = new Counting();
        for (int i = 0; i < 100; i++) {
            last = new Counting();
            delivery.as(last);
        }
        assertThat(delivery.as(first)).isEqualTo("1 ada");
        assertThat(delivery.as(last)).isEqualTo("2 ada");
    }

    @Test
    void theOperatorListensWithoutBeingInTheRoom() {
        Guest ada = home.inLobby("ada");
        Room lobby = home.house.rooms().find(RoomName.LOBBY).orElseThrow();
        Ear console = new Ear();
        Cursor cursor = lobby.listen(console, new Since.Last(0));
        say(ada, 1, 2);
        while (console.listen()) {
            // Takes whatever there is.
        }
        assertThat(console.numbers()).containsExactly(1L, 2L);
        assertThat(home.get(lobby.people())).extracting("name").containsExactly("ada");
        lobby.forget(cursor);
        say(ada, 3, 3);
        while (console.listen()) {
            // Takes whatever there is.
        }
        assertThat(console.numbers()).containsExactly(1L, 2L);
    }

    private void say(Guest guest, int first, int last) {
        say(home, guest, first, last);
    }

    private static void say(QuietHouse house, Guest guest, int first, int last) {
        for (int i = first; i <= last; i++) {
            guest.visit().post(RoomName.LOBBY, "m" + i, false, null);
            if (i % 5_000 == 0) {
                // No more than may wait to be stored.
                house.settle();
            }
        }
        house.settle();
    }

    private static final class Counting implements Narration<String> {
        private int told;

        @Override
        public String typing(RoomEvent.Typing event) {
            told++;
            return told + " " + event.name();
        }

        @Override
        public String said(RoomEvent.Said event) {
            return "";
        }

        @Override
        public String welcome(RoomEvent.Welcome event) {
            return "";
        }

        @Override
        public String joined(RoomEvent.Joined event) {
            return "";
        }

        @Override
        public String left(RoomEvent.Left event) {
            return "";
        }

        @Override
        public String renamed(RoomEvent.Renamed event) {
            return "";
        }

        @Override
        public String gathered(RoomEvent.Gathered event) {
            return "";
        }

        @Override
        public String topic(RoomEvent.Topic event) {
            return "";
        }

        @Override
        public String closing(RoomEvent.Closing event) {
            return "";
        }
    }
}
