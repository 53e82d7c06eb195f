package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is promised to whoever listens: order, coming back, and being slow. */
class SubscriberTest {

    private final TestChatServer home = new TestChatServer();

    @Test
    void everySubscriberHearsNumbersRiseByOneAndTheSameTextAtTheSameNumber() {
        TestSession ada = home.inLobby("ada");
        TestSession bob = home.inLobby("bob");
        for (int i = 0; i < 300; i++) {
            (i % 2 == 0 ? ada : bob).session().publish(RoomName.LOBBY, "m" + i, false, null);
            if (i % 17 == 0) {
                home.settle();
            }
        }
        home.settle();
        assertThat(ada.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(bob.recordingSubscriber().texts())
                .isEqualTo(ada.recordingSubscriber().texts());
    }

    @Test
    void theSendersOwnMessageHasItsPlaceAndItsReference() {
        TestSession ada = home.inLobby("ada");
        home.say(ada, "mine", "r-1");
        assertThat(ada.recordingSubscriber()
                        .heard(RoomEvent.Said.class)
                        .get(0)
                        .message()
                        .reference())
                .isEqualTo(new Reference("r-1"));
    }

    @Test
    void nothingIsHeardBeforeItIsStored() {
        TestSession ada = home.inLobby("ada");
        ada.session().publish(RoomName.LOBBY, "hello", false, null);
        while (ada.recordingSubscriber().listen()) {
            // Takes whatever there is while the lane has not run.
        }
        assertThat(ada.recordingSubscriber().texts()).isEmpty();
        home.settle();
        assertThat(ada.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void theFirstThingHeardIsAWelcomeThenHistoryThenLive() {
        TestSession ada = home.inLobby("ada");
        say(ada, 1, 60);
        TestSession bob = home.inLobby("bob");
        say(ada, 61, 61);
        RoomEvent.Welcome welcome =
                (RoomEvent.Welcome) bob.recordingSubscriber().heard().get(0);
        assertThat(welcome.position().seq()).isEqualTo(10);
        assertThat(welcome.head().seq()).isEqualTo(60);
        assertThat(welcome.count()).isEqualTo(2);
        assertThat(welcome.first()).extracting("name").containsExactly("ada", "bob");
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(11, 61).boxed().toList());
    }

    @Test
    void nothingIsReplayedToWhoAsksForNothing() {
        TestSession ada = home.inLobby("ada");
        say(ada, 1, 5);
        TestSession bob = home.join(home.browser("bob"), RoomName.LOBBY, new ReplayFrom.Last(0));
        say(ada, 6, 6);
        assertThat(bob.recordingSubscriber().numbers()).containsExactly(6L);
    }

    @Test
    void joiningWithAPositionDeliversEverythingAfterItWithoutASeam() {
        TestSession ada = home.inLobby("ada");
        say(ada, 1, 10_000);
        Position place = new Position(ada.recordingSubscriber().lastPosition().epoch(), 3);
        TestSession bob = home.browser("bob");
        bob.session().join(RoomName.LOBBY, new ReplayFrom.After(place));
        for (int i = 10_001; i <= 10_300; i++) {
            ada.session().publish(RoomName.LOBBY, "m" + i, false, null);
            home.testExecutors.runOne();
            bob.recordingSubscriber().listen();
        }
        home.settle();
        assertThat(bob.recordingSubscriber().lastWelcome().recovered()).isTrue();
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(4, 10_300).boxed().toList());
    }

    @Test
    void comingBackAfterARestartMissesNothingAndHearsNothingTwice() {
        TestSession ada = home.inLobby("ada");
        say(ada, 1, 10);
        Position seen = ada.recordingSubscriber().lastPosition();
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, home.history);
        TestSession bob = restarted.inLobby("bob");
        say(restarted, bob, 11, 13);
        TestSession back = restarted.join(
                restarted.browser("ada", ada.session().token().orElseThrow()),
                RoomName.LOBBY,
                new ReplayFrom.After(seen));
        assertThat(back.recordingSubscriber().numbers()).containsExactly(11L, 12L, 13L);
        assertThat(back.recordingSubscriber().lastWelcome().recovered()).isTrue();
    }

    @Test
    void aPositionOfAnotherEpochIsSaidToBeLostAndTheLatestFollow() {
        TestSession ada = home.inLobby("ada");
        say(ada, 1, 60);
        assertLost(new Position("another", 55), "other-epoch");
    }

    @Test
    void aPositionAheadOfTheHeadIsSaidToBeLostAndTheLatestFollow() {
        TestSession ada = home.inLobby("ada");
        say(ada, 1, 60);
        assertLost(new Position(ada.recordingSubscriber().lastPosition().epoch(), 61), "ahead");
    }

    private void assertLost(Position place, String reason) {
        TestSession bob = home.join(home.browser("bob"), RoomName.LOBBY, new ReplayFrom.After(place));
        assertThat(bob.recordingSubscriber().lastWelcome().recovered()).isFalse();
        assertThat(bob.recordingSubscriber().lastWelcome().reason()).isEqualTo(reason);
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(11, 60).boxed().toList());
    }

    @Test
    void aPositionOlderThanWhatIsKeptIsSaidToBeLost() {
        ManualScheduler alarms = home.alarms;
        TestChatServer small =
                new TestChatServer(TestChatServer.RULES, new InMemoryHistory(alarms.clock(), Duration.ofDays(30), 20));
        TestSession ada = small.inLobby("ada");
        say(small, ada, 1, 100);
        small.pass(Duration.ofHours(2));
        Position early = new Position(ada.recordingSubscriber().lastPosition().epoch(), 5);
        TestSession bob = small.join(small.browser("bob"), RoomName.LOBBY, new ReplayFrom.After(early));
        assertThat(bob.recordingSubscriber().lastWelcome().reason()).isEqualTo("no-longer-kept");
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(81, 100).boxed().toList());
    }

    @Test
    void aReaderFarBehindTheTailGetsEverythingFromHistoryOnceAndInOrder() {
        TestSession ada = home.inLobby("ada");
        TestSession slow = home.inLobby("slow");
        slow.recordingSubscriber().stopReading();
        say(ada, 1, 20_000);
        TestSession late = home.inLobby("late");
        slow.recordingSubscriber().readOn();
        say(ada, 20_001, 20_010);
        assertThat(slow.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(1, 20_010).boxed().toList());
        assertThat(slow.recordingSubscriber().lastWelcome().first())
                .extracting("name")
                .contains("late");
        assertThat(late.recordingSubscriber().numbers()).hasSize(60);
    }

    @Test
    void aSlowReaderForWhomMessagesWereDroppedIsToldSo() {
        TestChatServer small = new TestChatServer(
                TestChatServer.RULES, new InMemoryHistory(home.alarms.clock(), Duration.ofDays(30), 2_000));
        TestSession ada = small.inLobby("ada");
        TestSession slow = small.inLobby("slow");
        slow.recordingSubscriber().stopReading();
        say(small, ada, 1, 20_000);
        small.pass(Duration.ofHours(2));
        slow.recordingSubscriber().readOn();
        small.settle();
        assertThat(slow.recordingSubscriber().lastWelcome().recovered()).isFalse();
        assertThat(slow.recordingSubscriber().lastWelcome().reason()).isEqualTo("no-longer-kept");
        assertThat(slow.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(19_951, 20_000).boxed().toList());
    }

    @Test
    void aSlowReaderHoldsUpNobody() {
        TestSession ada = home.inLobby("ada");
        TestSession slow = home.inLobby("slow");
        slow.recordingSubscriber().stopReading();
        say(ada, 1, 10);
        assertThat(ada.recordingSubscriber().numbers()).hasSize(10);
        assertThat(slow.recordingSubscriber().numbers()).isEmpty();
    }

    @Test
    void whoHasLeftHearsNothingMore() {
        TestSession ada = home.inLobby("ada");
        TestSession bob = home.inLobby("bob");
        bob.session().leave(RoomName.LOBBY);
        say(ada, 1, 1);
        assertThat(bob.recordingSubscriber().numbers()).isEmpty();
    }

    @Test
    void wordsAreMadeOnceHoweverManyListen() {
        Delivery delivery = new Delivery(new RoomEvent.Typing("ada"), null, 0, 0, 0);
        CountingSubscriber countingSubscriber = new CountingSubscriber();
        List<Object> words = List.of(
                delivery.encodedBy(countingSubscriber),
                delivery.encodedBy(countingSubscriber),
                delivery.encodedBy(countingSubscriber));
        assertThat(words).containsOnly("1 ada");
    }

    @Test
    void wordsOfMadeUpNarrationsAreNotKept() {
        Delivery delivery = new Delivery(new RoomEvent.Typing("ada"), null, 0, 0, 0);
        CountingSubscriber first = new CountingSubscriber();
        delivery.encodedBy(first);
        CountingSubscriber last = new CountingSubscriber();
        for (int i = 0; i < 100; i++) {
            last = new CountingSubscriber();
            delivery.encodedBy(last);
        }
        assertThat(delivery.encodedBy(first)).isEqualTo("1 ada");
        assertThat(delivery.encodedBy(last)).isEqualTo("2 ada");
    }

    @Test
    void theOperatorListensWithoutBeingInTheRoom() {
        TestSession ada = home.inLobby("ada");
        Room lobby = home.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        RecordingSubscriber console = new RecordingSubscriber();
        Cursor cursor = lobby.subscribe(console, new ReplayFrom.Last(0));
        say(ada, 1, 2);
        while (console.listen()) {
            // Takes whatever there is.
        }
        assertThat(console.numbers()).containsExactly(1L, 2L);
        assertThat(home.get(lobby.users())).extracting("name").containsExactly("ada");
        lobby.unsubscribe(cursor);
        say(ada, 3, 3);
        while (console.listen()) {
            // Takes whatever there is.
        }
        assertThat(console.numbers()).containsExactly(1L, 2L);
    }

    private void say(TestSession testSession, int first, int last) {
        say(home, testSession, first, last);
    }

    private static void say(TestChatServer house, TestSession testSession, int first, int last) {
        for (int i = first; i <= last; i++) {
            testSession.session().publish(RoomName.LOBBY, "m" + i, false, null);
            if (i % 5_000 == 0) {
                // No more than may wait to be stored.
                house.settle();
            }
        }
        house.settle();
    }

    private static final class CountingSubscriber implements EventEncoder<String> {
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
