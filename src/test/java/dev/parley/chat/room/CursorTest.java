package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Cursor.State;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Checks each transition of a reader's state. */
class CursorTest {

    private static final int MANY = 1_000;

    private TestChatServer server = new TestChatServer();
    private final RecordingSubscriber subscriber = new RecordingSubscriber();
    private TestSession ada = server.joinLobby("ada");

    private Room lobby() {
        return server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            ada.session().publish(RoomName.LOBBY, "m", false, null);
            if (i % 5_000 == 0) {
                server.settle();
            }
        }
        server.settle();
    }

    /** Empties the replay buffer; the history stays. */
    private void restart(InMemoryHistory history) {
        server = new TestChatServer(TestChatServer.RULES, history);
        ada = server.joinLobby("ada");
    }

    private Cursor subscribe(int last) {
        Cursor cursor = lobby().subscribe(subscriber, new ReplayFrom.Last(last));
        server.settle();
        return cursor;
    }

    /** Polls until the cursor waits for a page with the messages from 1. */
    private Cursor waitingForPage() {
        publish(700);
        Position start = new Position(ada.recordingSubscriber().lastPosition().epoch(), 0);
        restart(server.history);
        Cursor cursor = lobby().subscribe(subscriber, new ReplayFrom.After(start));
        server.settle();
        assertThat(numbers(cursor.poll(MANY))).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.WAITING_FOR_PAGE);
        return cursor;
    }

    /** Polls until the cursor asks for a new start. */
    private Cursor repositioning() {
        Cursor cursor = subscribe(0);
        cursor.poll(MANY);
        publish(3 * ReplayBuffer.LONGEST);
        assertThat(cursor.poll(MANY)).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.REPOSITIONING);
        return cursor;
    }

    private static List<Long> numbers(List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(delivery -> delivery.event() instanceof RoomEvent.Said)
                .map(Delivery::position)
                .toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void cursorIsUnplacedUntilTheRoomSetsItsStart() {
        Cursor cursor = lobby().subscribe(subscriber, new ReplayFrom.Last(0));
        assertThat(cursor.poll(MANY)).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.UNPLACED);

        server.settle();
        assertThat(cursor.poll(MANY)).hasSize(1);
        assertThat(cursor.state()).isEqualTo(State.LIVE);
    }

    @Test
    void cursorReplaysAndThenFollowsLive() {
        publish(10);
        Cursor cursor = subscribe(10);

        assertThat(numbers(cursor.poll(6))).isEqualTo(range(1, 5));
        assertThat(cursor.state()).isEqualTo(State.REPLAYING);
        assertThat(numbers(cursor.poll(5))).isEqualTo(range(6, 10));
        assertThat(cursor.state()).isEqualTo(State.LIVE);
        publish(1);
        assertThat(numbers(cursor.poll(MANY))).isEqualTo(range(11, 11));
        assertThat(cursor.state()).isEqualTo(State.LIVE);
    }

    @Test
    void welcomeAloneFillsAPollForOneDelivery() {
        publish(1);
        Cursor cursor = subscribe(1);

        assertThat(numbers(cursor.poll(1))).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.REPLAYING);
        assertThat(numbers(cursor.poll(1))).isEqualTo(range(1, 1));
        assertThat(cursor.state()).isEqualTo(State.LIVE);
    }

    @Test
    void cursorWaitsForThePageThatItRequested() {
        Cursor cursor = waitingForPage();

        assertThat(cursor.poll(MANY)).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.WAITING_FOR_PAGE);
        server.settle();
        assertThat(numbers(cursor.poll(5))).isEqualTo(range(1, 5));
        assertThat(cursor.state()).isEqualTo(State.REPLAYING);
        assertThat(numbers(cursor.poll(MANY))).isEqualTo(range(6, 700));
        assertThat(cursor.state()).isEqualTo(State.LIVE);
    }

    @Test
    void nextPageIsRequestedAfterTheLastMessageOfAPage() {
        int messages = 12_000;
        Cursor cursor = subscribe(0);
        cursor.poll(MANY);
        publish(messages);
        cursor.poll(MANY);
        server.settle();
        cursor.poll(MANY);
        server.settle();

        List<Long> page = numbers(cursor.poll(messages));
        assertThat(page).isEqualTo(range(1, page.size())).hasSizeLessThan(messages);
        assertThat(cursor.state()).isEqualTo(State.WAITING_FOR_PAGE);
        server.settle();
        assertThat(numbers(cursor.poll(1))).isEqualTo(range(page.size() + 1, page.size() + 1));
        assertThat(cursor.state()).isEqualTo(State.REPLAYING);
    }

    @Test
    void deletedMessageAfterAPageRequestRepositionsTheCursor() {
        restart(new InMemoryHistory(server.scheduler.clock(), Duration.ofDays(30), 10));
        Cursor cursor = waitingForPage();
        InMemoryHistory history = server.history;
        history.prune(server.scheduler.clock().instant());

        server.settle();
        assertThat(numbers(cursor.poll(MANY))).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.REPOSITIONING);
    }

    @Test
    void overwrittenDeliveryRepositionsTheCursor() {
        Cursor cursor = repositioning();

        assertThat(cursor.poll(MANY)).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.REPOSITIONING);
        server.settle();
        List<Delivery> polled = cursor.poll(MANY);
        assertThat(polled.get(0).event()).isInstanceOf(RoomEvent.Welcome.class);
        assertThat(cursor.state()).isEqualTo(State.WAITING_FOR_PAGE);
    }

    @Test
    void newStartEndsTheWaitForAPage() {
        Cursor cursor = waitingForPage();
        cursor.start(new Cursor.Start(
                new Delivery(new RoomEvent.Typing("id", "ada"), null, 700, -1, 0),
                new Position("epoch", 700),
                700,
                lobby().replayBuffer().end()));

        assertThat(cursor.poll(MANY)).hasSize(1);
        assertThat(cursor.state()).isEqualTo(State.LIVE);
    }

    @Test
    void closedCursorPollsNothingInAnyState() {
        Cursor unplaced = lobby().subscribe(subscriber, new ReplayFrom.Last(0));
        Cursor live = subscribe(0);
        live.poll(MANY);
        publish(10);
        Cursor replaying = subscribe(10);
        replaying.poll(2);
        Cursor repositioning = repositioning();
        Cursor waiting = waitingForPage();
        for (Cursor cursor : List.of(unplaced, live, replaying, repositioning, waiting)) {
            cursor.close();
            assertThat(cursor.poll(MANY)).isEmpty();
            assertThat(cursor.state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void startAfterCloseHasNoEffect() {
        Cursor cursor = repositioning();
        cursor.close();
        cursor.start(new Cursor.Start(
                new Delivery(new RoomEvent.Typing("id", "ada"), null, 0, -1, 0), new Position("epoch", 0), 0, 0));

        assertThat(cursor.poll(MANY)).isEmpty();
        assertThat(cursor.state()).isEqualTo(State.CLOSED);
    }
}
