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

/** Checks delivery to subscribers: order, resume and slow readers. */
class SubscriberTest {

    private final TestChatServer server = new TestChatServer();

    @Test
    void subscribersReceiveConsecutiveNumbersAndTheSameTexts() {
        TestSession ada = server.joinLobby("ada");
        TestSession bob = server.joinLobby("bob");
        for (int i = 0; i < 300; i++) {
            (i % 2 == 0 ? ada : bob).session().publish(RoomName.LOBBY, "m" + i, false, null);
            if (i % 17 == 0) {
                server.settle();
            }
        }
        server.settle();
        assertThat(ada.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(bob.recordingSubscriber().texts())
                .isEqualTo(ada.recordingSubscriber().texts());
    }

    @Test
    void senderReceivesItsMessageWithItsReference() {
        TestSession ada = server.joinLobby("ada");
        server.publish(ada, "mine", "r-1");
        assertThat(ada.recordingSubscriber()
                        .received(RoomEvent.Said.class)
                        .get(0)
                        .message()
                        .reference())
                .isEqualTo(new Reference("r-1"));
    }

    @Test
    void messageIsNotDeliveredBeforeItIsStored() {
        TestSession ada = server.joinLobby("ada");
        ada.session().publish(RoomName.LOBBY, "hello", false, null);
        while (ada.recordingSubscriber().poll()) {
            // Reads everything that is available before the executor has run.
        }
        assertThat(ada.recordingSubscriber().texts()).isEmpty();
        server.settle();
        assertThat(ada.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void joinDeliversWelcomeThenHistoryThenLiveMessages() {
        TestSession ada = server.joinLobby("ada");
        publish(ada, 1, 60);
        TestSession bob = server.joinLobby("bob");
        publish(ada, 61, 61);
        RoomEvent.Welcome welcome =
                (RoomEvent.Welcome) bob.recordingSubscriber().received().get(0);
        assertThat(welcome.position().seq()).isEqualTo(10);
        assertThat(welcome.head().seq()).isEqualTo(60);
        assertThat(welcome.count()).isEqualTo(2);
        assertThat(welcome.first()).extracting("name").containsExactly("ada", "bob");
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(11, 61).boxed().toList());
    }

    @Test
    void joinWithoutReplayDeliversOnlyLiveMessages() {
        TestSession ada = server.joinLobby("ada");
        publish(ada, 1, 5);
        TestSession bob = server.join(server.loginBrowser("bob"), RoomName.LOBBY, new ReplayFrom.Last(0));
        publish(ada, 6, 6);
        assertThat(bob.recordingSubscriber().numbers()).containsExactly(6L);
    }

    @Test
    void joinWithAPositionDeliversEveryLaterMessageOnce() {
        TestSession ada = server.joinLobby("ada");
        publish(ada, 1, 10_000);
        Position position =
                new Position(ada.recordingSubscriber().lastPosition().epoch(), 3);
        TestSession bob = server.loginBrowser("bob");
        bob.session().join(RoomName.LOBBY, new ReplayFrom.After(position));
        for (int i = 10_001; i <= 10_300; i++) {
            ada.session().publish(RoomName.LOBBY, "m" + i, false, null);
            server.executor.runNext();
            bob.recordingSubscriber().poll();
        }
        server.settle();
        assertThat(bob.recordingSubscriber().lastWelcome().recovered()).isTrue();
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(4, 10_300).boxed().toList());
    }

    @Test
    void rejoinAfterARestartDeliversEveryMissedMessageOnce() {
        TestSession ada = server.joinLobby("ada");
        publish(ada, 1, 10);
        Position seen = ada.recordingSubscriber().lastPosition();
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        TestSession bob = restarted.joinLobby("bob");
        publish(restarted, bob, 11, 13);
        TestSession rejoined = restarted.join(
                restarted.loginBrowser("ada", ada.session().token().orElseThrow()),
                RoomName.LOBBY,
                new ReplayFrom.After(seen));
        assertThat(rejoined.recordingSubscriber().numbers()).containsExactly(11L, 12L, 13L);
        assertThat(rejoined.recordingSubscriber().lastWelcome().recovered()).isTrue();
    }

    @Test
    void positionOfAnotherEpochIsReportedLostBeforeTheLatestMessages() {
        TestSession ada = server.joinLobby("ada");
        publish(ada, 1, 60);
        assertLost(new Position("another", 55), "other-epoch");
    }

    @Test
    void positionAheadOfTheHeadIsReportedLostBeforeTheLatestMessages() {
        TestSession ada = server.joinLobby("ada");
        publish(ada, 1, 60);
        assertLost(new Position(ada.recordingSubscriber().lastPosition().epoch(), 61), "ahead");
    }

    private void assertLost(Position position, String reason) {
        TestSession bob = server.join(server.loginBrowser("bob"), RoomName.LOBBY, new ReplayFrom.After(position));
        assertThat(bob.recordingSubscriber().lastWelcome().recovered()).isFalse();
        assertThat(bob.recordingSubscriber().lastWelcome().reason()).isEqualTo(reason);
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(11, 60).boxed().toList());
    }

    @Test
    void positionOfAPrunedMessageIsReportedLost() {
        ManualScheduler scheduler = server.scheduler;
        TestChatServer small = new TestChatServer(
                TestChatServer.RULES, new InMemoryHistory(scheduler.clock(), Duration.ofDays(30), 20));
        TestSession ada = small.joinLobby("ada");
        publish(small, ada, 1, 100);
        small.advanceTime(Duration.ofHours(2));
        Position early = new Position(ada.recordingSubscriber().lastPosition().epoch(), 5);
        TestSession bob = small.join(small.loginBrowser("bob"), RoomName.LOBBY, new ReplayFrom.After(early));
        assertThat(bob.recordingSubscriber().lastWelcome().reason()).isEqualTo("no-longer-kept");
        assertThat(bob.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(81, 100).boxed().toList());
    }

    @Test
    void readerFarBehindTheReplayBufferReceivesEverythingOnceInOrder() {
        TestSession ada = server.joinLobby("ada");
        TestSession slow = server.joinLobby("slow");
        slow.recordingSubscriber().stopReading();
        publish(ada, 1, 20_000);
        TestSession late = server.joinLobby("late");
        slow.recordingSubscriber().resumeReading();
        publish(ada, 20_001, 20_010);
        assertThat(slow.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(1, 20_010).boxed().toList());
        assertThat(slow.recordingSubscriber().lastWelcome().first())
                .extracting("name")
                .contains("late");
        assertThat(late.recordingSubscriber().numbers()).hasSize(60);
    }

    @Test
    void messagesDroppedFromTheReplayBufferByTheirLengthAreDeliveredOnceInOrder() {
        TestChatServer large = new TestChatServer(TestChatServer.LONG, null);
        TestSession ada = large.joinLobby("ada");
        TestSession slow = large.joinLobby("slow");
        slow.recordingSubscriber().stopReading();
        String text = "\u0001".repeat(3_999) + "a";
        for (int i = 0; i < 5_000; i++) {
            ada.session().publish(RoomName.LOBBY, text, false, null);
        }
        large.settle();
        Room lobby = large.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        assertThat(lobby.replayBuffer().entryAt(1_000)).isNull();

        List<Long> all = LongStream.rangeClosed(1, 5_001).boxed().toList();
        Position beginning =
                new Position(ada.recordingSubscriber().lastPosition().epoch(), 0);
        TestSession late = large.join(large.loginBrowser("late"), RoomName.LOBBY, new ReplayFrom.After(beginning));
        slow.recordingSubscriber().resumeReading();
        publish(large, ada, 5_001, 5_001);
        assertThat(ada.recordingSubscriber().numbers()).isEqualTo(all);
        assertThat(slow.recordingSubscriber().numbers()).isEqualTo(all);
        assertThat(late.recordingSubscriber().numbers()).isEqualTo(all);
        assertThat(late.recordingSubscriber().lastWelcome().recovered()).isTrue();
    }

    @Test
    void slowReaderIsNotifiedOfPrunedMessages() {
        TestChatServer small = new TestChatServer(
                TestChatServer.RULES, new InMemoryHistory(server.scheduler.clock(), Duration.ofDays(30), 2_000));
        TestSession ada = small.joinLobby("ada");
        TestSession slow = small.joinLobby("slow");
        slow.recordingSubscriber().stopReading();
        publish(small, ada, 1, 20_000);
        small.advanceTime(Duration.ofHours(2));
        slow.recordingSubscriber().resumeReading();
        small.settle();
        assertThat(slow.recordingSubscriber().lastWelcome().recovered()).isFalse();
        assertThat(slow.recordingSubscriber().lastWelcome().reason()).isEqualTo("no-longer-kept");
        assertThat(slow.recordingSubscriber().numbers())
                .isEqualTo(LongStream.rangeClosed(19_951, 20_000).boxed().toList());
    }

    @Test
    void slowReaderDoesNotDelayOthers() {
        TestSession ada = server.joinLobby("ada");
        TestSession slow = server.joinLobby("slow");
        slow.recordingSubscriber().stopReading();
        publish(ada, 1, 10);
        assertThat(ada.recordingSubscriber().numbers()).hasSize(10);
        assertThat(slow.recordingSubscriber().numbers()).isEmpty();
    }

    @Test
    void sessionReceivesNothingAfterLeaving() {
        TestSession ada = server.joinLobby("ada");
        TestSession bob = server.joinLobby("bob");
        bob.session().leave(RoomName.LOBBY);
        publish(ada, 1, 1);
        assertThat(bob.recordingSubscriber().numbers()).isEmpty();
    }

    @Test
    void eventIsEncodedOncePerEncoder() {
        Delivery delivery = new Delivery(new RoomEvent.Typing("id", "ada"), null, 0, 0, 0);
        CountingEncoder countingEncoder = new CountingEncoder();
        List<Object> encodings = List.of(
                delivery.encodedBy(countingEncoder),
                delivery.encodedBy(countingEncoder),
                delivery.encodedBy(countingEncoder));
        assertThat(encodings).containsOnly("1 ada");
    }

    @Test
    void encodingsOfManyEncodersAreNotAllCached() {
        Delivery delivery = new Delivery(new RoomEvent.Typing("id", "ada"), null, 0, 0, 0);
        CountingEncoder first = new CountingEncoder();
        delivery.encodedBy(first);
        CountingEncoder last = new CountingEncoder();
        for (int i = 0; i < 100; i++) {
            last = new CountingEncoder();
            delivery.encodedBy(last);
        }
        assertThat(delivery.encodedBy(first)).isEqualTo("1 ada");
        assertThat(delivery.encodedBy(last)).isEqualTo("2 ada");
    }

    @Test
    void operatorSubscribesWithoutBeingAMember() {
        TestSession ada = server.joinLobby("ada");
        Room lobby = server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        RecordingSubscriber console = new RecordingSubscriber();
        Cursor cursor = lobby.subscribe(console, new ReplayFrom.Last(0));
        publish(ada, 1, 2);
        while (console.poll()) {
            // Reads everything that is available.
        }
        assertThat(console.numbers()).containsExactly(1L, 2L);
        assertThat(server.get(lobby.users())).extracting("name").containsExactly("ada");
        lobby.unsubscribe(cursor);
        publish(ada, 3, 3);
        while (console.poll()) {
            // Reads everything that is available.
        }
        assertThat(console.numbers()).containsExactly(1L, 2L);
    }

    private void publish(TestSession testSession, int first, int last) {
        publish(server, testSession, first, last);
    }

    private static void publish(TestChatServer server, TestSession testSession, int first, int last) {
        for (int i = first; i <= last; i++) {
            testSession.session().publish(RoomName.LOBBY, "m" + i, false, null);
            if (i % 5_000 == 0) {
                // The number of messages that wait to be stored is limited.
                server.settle();
            }
        }
        server.settle();
    }

    private static final class CountingEncoder implements EventEncoder<String> {
        private int calls;

        @Override
        public String typing(RoomEvent.Typing event) {
            calls++;
            return calls + " " + event.name();
        }

        @Override
        public String said(RoomEvent.Said event) {
            return "";
        }

        @Override
        public String edited(RoomEvent.Edited event) {
            return "";
        }

        @Override
        public String deleted(RoomEvent.Deleted event) {
            return "";
        }

        @Override
        public String reacted(RoomEvent.Reacted event) {
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
        public String away(RoomEvent.Away event) {
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
        public String settings(RoomEvent.Settings event) {
            return "";
        }

        @Override
        public String closing(RoomEvent.Closing event) {
            return "";
        }
    }
}
