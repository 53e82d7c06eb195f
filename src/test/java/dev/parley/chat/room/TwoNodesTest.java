package dev.parley.chat.room;

import static dev.parley.chat.room.HistoryFixture.draft;
import static dev.parley.chat.room.HistoryFixture.user;
import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.identity.User;
import dev.parley.chat.session.TestChatServer;
import dev.parley.storage.memory.InMemoryMessageHistory;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.storage.memory.InMemoryRoomRelay;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Checks two nodes with one history step by step, on the thread of the test. */
class TwoNodesTest {

    private static final RoomName JAVA = new RoomName("java");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ManualExecutor executor = new ManualExecutor();
    private final InMemoryMessageHistory memory = new InMemoryMessageHistory(scheduler.clock());
    private final FailingHistory history = new FailingHistory(memory);
    private final InMemoryPresenceRegistry presence = new InMemoryPresenceRegistry();
    private int nodes;
    private final InMemoryRoomRelay relay = new InMemoryRoomRelay(executor);
    private final UnreliableRelay silentRelay = new UnreliableRelay(executor, 100);
    private final List<RecordingSubscriber> subscribers = new ArrayList<>();

    private final User ada = user("ada");
    private final User bob = user("bob");

    private RoomRegistry node(RoomRelay relayOfNode) {
        return new RoomRegistry(
                TestChatServer.RULES,
                new RoomResources(
                        history, relayOfNode, presence, "node" + nodes++, scheduler.clock(), scheduler, executor),
                new ChatEvents(ChatMetrics.NONE),
                ChatMetrics.NONE);
    }

    private RecordingSubscriber join(RoomRegistry node, RoomName room, User user, ReplayFrom replayFrom) {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        subscribers.add(subscriber);
        assertThat(settled(node.join(room, user, subscriber, replayFrom))).isInstanceOf(Membership.class);
        return subscriber;
    }

    private Position publish(RoomRegistry node, RoomName room, User user, String text) {
        return ((Receipt) settled(node.publish(room, draft(user, text)))).position();
    }

    private <T> T settled(CompletionStage<T> stage) {
        settle();
        assertThat(stage.toCompletableFuture()).isDone();
        return get(stage);
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = executor.runNext();
            for (RecordingSubscriber subscriber : subscribers) {
                busy |= subscriber.poll();
            }
        }
    }

    private void advanceTime(Duration time) {
        scheduler.advanceTime(time);
        settle();
    }

    @Test
    void messagesOfBothNodesAreDeliveredOnBoth() {
        RoomRegistry first = node(relay.connect());
        RoomRegistry second = node(relay.connect());
        RecordingSubscriber onFirst = join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));

        publish(first, JAVA, ada, "one");
        publish(second, JAVA, bob, "two");
        publish(first, JAVA, ada, "three");

        assertThat(onFirst.texts()).containsExactly("one", "two", "three");
        assertThat(onSecond.texts()).containsExactly("one", "two", "three");
        assertThat(onFirst.received(RoomEvent.Welcome.class)).hasSize(1);
    }

    @Test
    void nodeReadsMessagesOfTheOtherBeforeItsOwnAlthoughSignalsAreLost() {
        RoomRegistry first = node(silentRelay.connect());
        RoomRegistry second = node(silentRelay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));

        publish(first, JAVA, ada, "one");
        publish(first, JAVA, ada, "two");
        assertThat(onSecond.texts()).isEmpty();
        assertThat(publish(second, JAVA, bob, "three").seq()).isEqualTo(3);

        assertThat(onSecond.numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void messageWhoseSignalIsLostIsReadWithinASecond() {
        RoomRegistry first = node(silentRelay.connect());
        RoomRegistry second = node(silentRelay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));

        publish(first, JAVA, ada, "one");
        advanceTime(Duration.ofSeconds(1));

        assertThat(onSecond.texts()).containsExactly("one");
    }

    @Test
    void resumeOnTheOtherNodeRightAfterAReceiptIsRecovered() {
        RoomRegistry first = node(silentRelay.connect());
        RoomRegistry second = node(silentRelay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        join(second, JAVA, bob, new ReplayFrom.Last(0));
        publish(first, JAVA, ada, "one");
        Position received = publish(first, JAVA, ada, "two");

        RecordingSubscriber moved = join(second, JAVA, ada, new ReplayFrom.After(received));

        assertThat(moved.lastWelcome().recovered()).isTrue();
        assertThat(moved.lastWelcome().head()).isEqualTo(received);
        assertThat(moved.texts()).isEmpty();
        publish(first, JAVA, ada, "three");
        advanceTime(Duration.ofSeconds(1));
        assertThat(moved.numbers()).containsExactly(3L);
    }

    @Test
    void repeatedDraftIsDeliveredBeforeItsReceiptOnTheOtherNode() {
        RoomRegistry first = node(silentRelay.connect());
        RoomRegistry second = node(silentRelay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));
        Position stored = ((Receipt) settled(first.publish(JAVA, draft(ada, "reference", "once")))).position();

        Receipt repeated = (Receipt) settled(second.publish(JAVA, draft(ada, "reference", "once")));

        assertThat(repeated.position()).isEqualTo(stored);
        assertThat(onSecond.texts()).containsExactly("once");
    }

    @Test
    void nodeThatMissedManyMessagesBeginsAtTheHeadAndItsReadersReceiveAll() {
        RoomRegistry first = node(silentRelay.connect());
        RoomRegistry second = node(silentRelay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));
        LongStream.rangeClosed(1, 2_600).forEach(i -> first.publish(JAVA, draft(ada, "m" + i)));
        settle();

        publish(second, JAVA, bob, "last");

        assertThat(onSecond.numbers())
                .isEqualTo(LongStream.rangeClosed(1, 2_601).boxed().toList());
        assertThat(onSecond.lastWelcome().recovered()).isTrue();
    }

    @Test
    void roomThatWasDeletedMeanwhileBeginsAnotherEpochOnBothNodes() {
        RoomRegistry first = node(relay.connect());
        RoomRegistry second = node(relay.connect());
        RecordingSubscriber onFirst = join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));
        String before = onFirst.lastWelcome().position().epoch();
        assertThat(get(memory.deleteRoomIfEmpty(JAVA))).isTrue();

        Position position = publish(first, JAVA, ada, "kept");

        assertThat(position.epoch()).isNotEqualTo(before);
        for (RecordingSubscriber subscriber : List.of(onFirst, onSecond)) {
            assertThat(subscriber.lastWelcome().reason()).isEqualTo("other-epoch");
            assertThat(subscriber.lastWelcome().position().epoch()).isEqualTo(position.epoch());
            assertThat(subscriber.texts()).containsExactly("kept");
        }
    }

    @Test
    void receiptIsSentAndMessagesFollowLaterIfThoseOfTheOtherNodeCannotBeRead() {
        RoomRegistry first = node(silentRelay.connect());
        RoomRegistry second = node(silentRelay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));
        publish(first, JAVA, ada, "one");
        history.failWith(new StorageException("planted", false, new IllegalStateException()));
        history.failWritesWith(null);

        assertThat(publish(second, JAVA, bob, "two").seq()).isEqualTo(2);
        assertThat(onSecond.texts()).isEmpty();
        history.failWith(null);
        advanceTime(Duration.ofSeconds(1));

        assertThat(onSecond.texts()).containsExactly("one", "two");
    }

    @Test
    void roomAndTopicOfAnotherNodeAreListed() {
        RoomRegistry first = node(relay.connect());
        RoomRegistry second = node(relay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        publish(first, JAVA, ada, "one");
        assertThat(second.find(JAVA)).isPresent();
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));

        settled(first.find(JAVA).orElseThrow().setTopic("bees", ada));

        assertThat(second.summaries()).extracting(RoomSummary::topic).contains("bees");
        assertThat(onSecond.received(RoomEvent.Topic.class))
                .extracting(RoomEvent.Topic::text, RoomEvent.Topic::by)
                .containsExactly(tuple("bees", "ada"));
    }

    @Test
    void typingIsPublishedOnTheOtherNode() {
        RoomRegistry first = node(relay.connect());
        RoomRegistry second = node(relay.connect());
        join(first, JAVA, ada, new ReplayFrom.Last(0));
        RecordingSubscriber onSecond = join(second, JAVA, bob, new ReplayFrom.Last(0));

        first.find(JAVA).orElseThrow().publishTyping(ada);
        settle();

        assertThat(onSecond.received(RoomEvent.Typing.class)).containsExactly(new RoomEvent.Typing(ada.id(), "ada"));
    }
}
