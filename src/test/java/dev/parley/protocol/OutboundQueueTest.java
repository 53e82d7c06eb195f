package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.chat.session.TestChatServer;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Checks the order and limits of pending output. */
class OutboundQueueTest {

    private final TestChatServer server = new TestChatServer();
    private final TestChatServer.TestSession ada = server.joinLobby("ada");
    private int signals;
    private final ReplyBudget budget = new ReplyBudget(1 << 20);
    private final OutboundQueue outboundQueue = new OutboundQueue(() -> signals++, budget);
    private final Cursor cursor = server.chatServer
            .roomRegistry()
            .find(RoomName.LOBBY)
            .orElseThrow()
            .subscribe(new Reader(), new ReplayFrom.Last(50));

    private final class Reader implements Subscriber {
        @Override
        public void wake(Cursor woken) {
            outboundQueue.wake(woken);
        }

        @Override
        public void onDirectMessage(dev.parley.chat.room.DirectMessage directMessage) {}

        @Override
        public void disconnect(dev.parley.chat.room.DisconnectReason disconnectReason) {}
    }

    private void subscribe() {
        outboundQueue.subscribe(
                cursor, new EncoderCache(message -> false).encoderFor(StompVersion.V1_2, "s", RoomName.LOBBY));
        server.settle();
    }

    private OutboundQueue.WriteBatch writeBatch(int most) {
        OutboundQueue.WriteBatch writeBatch = new OutboundQueue.WriteBatch();
        outboundQueue.poll(most, writeBatch);
        return writeBatch;
    }

    private List<String> poll(int most) {
        List<String> polled = new ArrayList<>();
        for (byte[] frame : writeBatch(most).frames()) {
            polled.add(
                    new String(frame, StandardCharsets.UTF_8).replaceAll("(?s).*\"(type|text)\":\"([^\"]*)\".*", "$2"));
        }
        return polled;
    }

    @Test
    void roomEventsPrecedeQueuedReplies() {
        subscribe();
        server.publish(ada, "one");
        server.publish(ada, "two");
        outboundQueue.offer("receipt".getBytes(StandardCharsets.UTF_8));

        assertThat(poll(100_000)).containsExactly("welcome", "one", "two", "receipt");
        assertThat(poll(100_000)).isEmpty();
    }

    @Test
    void taskRunsOnceWhenTheQueueIsDrained() {
        AtomicInteger runs = new AtomicInteger();
        outboundQueue.offer(new byte[1_000]);
        assertThat(outboundQueue.awaitDrained(runs::incrementAndGet)).isFalse();

        outboundQueue.offer(new byte[100_000]);
        assertThat(outboundQueue.awaitDrained(runs::incrementAndGet)).isTrue();
        assertThat(runs).hasValue(0);
        writeBatch(1);
        writeBatch(1);

        assertThat(runs).hasValue(1);
        assertThat(outboundQueue.awaitDrained(runs::incrementAndGet)).isFalse();
    }

    @Test
    void onlySubscribedRoomsArePolled() {
        server.publish(ada, "one");
        assertThat(poll(100_000)).isEmpty();
        subscribe();
        assertThat(poll(100_000)).containsExactly("welcome", "one");
        outboundQueue.unsubscribe(cursor);
        server.publish(ada, "two");

        assertThat(poll(100_000)).isEmpty();
    }

    @Test
    void pollIsBoundedAndTheRestFollows() {
        subscribe();
        for (int i = 0; i < 100; i++) {
            server.publish(ada, "m" + i);
        }
        List<String> received = new ArrayList<>();
        int polls = 0;
        for (List<String> polled = poll(2_000); !polled.isEmpty(); polled = poll(2_000)) {
            received.addAll(polled);
            polls++;
        }

        assertThat(received).hasSize(101).endsWith("m99");
        assertThat(polls).isGreaterThan(5);
    }

    @Test
    void writerIsNotifiedOfNewMessages() {
        subscribe();
        poll(100_000);
        int before = signals;
        server.publish(ada, "one");
        server.settle();

        assertThat(signals).isGreaterThan(before);
    }

    @Test
    void repliesOverTheCountLimitAreRejected() {
        byte[] reply = {1};
        for (int i = 0; i < OutboundQueue.MAX_REPLIES; i++) {
            assertThat(outboundQueue.offer(reply)).isTrue();
        }

        assertThat(outboundQueue.offer(reply)).isFalse();
        assertThat(writeBatch(1 << 20).frames()).hasSize(OutboundQueue.MAX_REPLIES);
        assertThat(outboundQueue.offer(reply)).isTrue();
    }

    @Test
    void repliesOverTheByteLimitAreRejectedExceptASingleOne() {
        byte[] huge = new byte[2 * OutboundQueue.MAX_REPLY_BYTES];
        assertThat(outboundQueue.offer(huge)).isTrue();
        assertThat(outboundQueue.offer(new byte[] {1})).isFalse();
        assertThat(writeBatch(1 << 20).bytes()).isEqualTo(huge.length);

        byte[] large = new byte[OutboundQueue.MAX_REPLY_BYTES / 4];
        for (int i = 0; i < 4; i++) {
            assertThat(outboundQueue.offer(large)).isTrue();
        }
        assertThat(outboundQueue.offer(large)).isFalse();
        assertThat(writeBatch(1 << 20).frames()).hasSize(4);
        assertThat(outboundQueue.offer(large)).isTrue();
    }

    @Test
    void lastFrameComesLastAndOnlyTheFirstOneCounts() {
        subscribe();
        outboundQueue.offer("receipt".getBytes(StandardCharsets.UTF_8));
        outboundQueue.close("bye".getBytes(StandardCharsets.UTF_8));
        outboundQueue.close("other".getBytes(StandardCharsets.UTF_8));

        OutboundQueue.WriteBatch writeBatch = writeBatch(100_000);

        assertThat(writeBatch.last()).isTrue();
        assertThat(outboundQueue.isClosing()).isTrue();
        assertThat(new String(writeBatch.frames().get(writeBatch.frames().size() - 1), StandardCharsets.UTF_8))
                .isEqualTo("bye");
        assertThat(writeBatch.bytes())
                .isEqualTo(writeBatch.frames().stream()
                        .mapToInt(frame -> frame.length)
                        .sum());
    }

    @Test
    void onlyTheLatestReplaceableFrameIsPolled() {
        outboundQueue.offerLatest(() -> List.of("old".getBytes(StandardCharsets.UTF_8)));
        outboundQueue.offerLatest(() -> List.of("new".getBytes(StandardCharsets.UTF_8)));

        assertThat(poll(100_000)).containsExactly("new");
        assertThat(poll(100_000)).isEmpty();
    }

    @Test
    void usedUpBudgetRejectsLargeRepliesOfAllQueuesButNotReceipts() {
        OutboundQueue other = new OutboundQueue(() -> {}, budget);
        for (int i = 0; i < 4; i++) {
            assertThat(new OutboundQueue(() -> {}, budget).offer(new byte[1 << 18]))
                    .isTrue();
        }

        assertThat(other.offer(new byte[1 << 16])).isFalse();
        assertThat(other.offer(new byte[100])).isTrue();
    }

    @Test
    void discardedQueueReturnsItsBytesToTheBudgetAndDropsLaterReplies() {
        assertThat(outboundQueue.offer(new byte[1000])).isTrue();
        assertThat(budget.used()).isEqualTo(1000);

        outboundQueue.discard();

        assertThat(outboundQueue.offer(new byte[1000])).isTrue();
        assertThat(budget.used()).isZero();
        assertThat(writeBatch(1 << 20).frames()).isEmpty();
    }

    @Test
    void polledRepliesAreReturnedToTheBudget() {
        assertThat(outboundQueue.offer(new byte[1000])).isTrue();

        assertThat(writeBatch(1 << 20).frames()).hasSize(1);

        assertThat(budget.used()).isZero();
    }

    @Test
    void taskThatWaitsForAllRepliesToBeWrittenRunsAfterTheLastOne() {
        AtomicInteger runs = new AtomicInteger();
        assertThat(outboundQueue.awaitWritten(runs::incrementAndGet)).isFalse();
        assertThat(outboundQueue.offer(new byte[10])).isTrue();
        assertThat(outboundQueue.awaitWritten(runs::incrementAndGet)).isTrue();
        assertThat(runs).hasValue(0);

        assertThat(writeBatch(1 << 20).frames()).hasSize(1);

        assertThat(runs).hasValue(1);
    }
}
