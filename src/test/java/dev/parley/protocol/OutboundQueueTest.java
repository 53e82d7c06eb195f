package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.TestChatServer;
import dev.parley.stomp.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits to be sent, and in which order it is taken. */
class OutboundQueueTest {

    private final TestChatServer house = new TestChatServer();
    private final TestChatServer.TestSession ada = house.inLobby("ada");
    private int filled;
    private final OutboundQueue outboundQueue = new OutboundQueue(() -> filled++);
    private final Cursor cursor = house.chatServer
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

    private void hear() {
        outboundQueue.subscribe(cursor, new EncoderCache().encoderFor(StompVersion.V1_2, "s", RoomName.LOBBY));
        house.settle();
    }

    private OutboundQueue.WriteBatch writeBatch(int most) {
        OutboundQueue.WriteBatch writeBatch = new OutboundQueue.WriteBatch();
        outboundQueue.poll(most, writeBatch);
        return writeBatch;
    }

    private List<String> take(int most) {
        List<String> taken = new ArrayList<>();
        for (byte[] frame : writeBatch(most).frames()) {
            taken.add(
                    new String(frame, StandardCharsets.UTF_8).replaceAll("(?s).*\"(type|text)\":\"([^\"]*)\".*", "$2"));
        }
        return taken;
    }

    @Test
    void whatWasSaidComesBeforeTheAnswersThatWaitedThen() {
        hear();
        house.say(ada, "one");
        house.say(ada, "two");
        outboundQueue.offer("receipt".getBytes(StandardCharsets.UTF_8));

        assertThat(take(100_000)).containsExactly("welcome", "one", "two", "receipt");
        assertThat(writeBatch(100_000).isEmpty()).isTrue();
    }

    @Test
    void nothingIsTakenOfARoomBeforeItIsHeardOrAfterItIsForgotten() {
        house.say(ada, "one");
        assertThat(take(100_000)).isEmpty();
        hear();
        assertThat(take(100_000)).containsExactly("welcome", "one");
        outboundQueue.unsubscribe(cursor);
        house.say(ada, "two");

        assertThat(take(100_000)).isEmpty();
    }

    @Test
    void aTakeIsBoundedAndTheRestFollows() {
        hear();
        for (int i = 0; i < 100; i++) {
            house.say(ada, "m" + i);
        }
        List<String> heard = new ArrayList<>();
        int takes = 0;
        for (List<String> taken = take(2_000); !taken.isEmpty(); taken = take(2_000)) {
            heard.addAll(taken);
            takes++;
        }

        assertThat(heard).hasSize(101).endsWith("m99");
        assertThat(takes).isGreaterThan(5);
    }

    @Test
    void itSaysWhenThereIsSomething() {
        hear();
        take(100_000);
        int before = filled;
        house.say(ada, "one");
        house.settle();

        assertThat(filled).isGreaterThan(before);
    }

    @Test
    void moreAnswersThanItHoldsAreNotTaken() {
        byte[] answer = {1};
        for (int i = 0; i < OutboundQueue.MAX_REPLIES; i++) {
            assertThat(outboundQueue.offer(answer)).isTrue();
        }

        assertThat(outboundQueue.offer(answer)).isFalse();
        assertThat(writeBatch(1 << 20).frames()).hasSize(OutboundQueue.MAX_REPLIES);
        assertThat(outboundQueue.offer(answer)).isTrue();
    }

    @Test
    void answersOfMoreBytesThanItHoldsAreNotTakenButForASingleOne() {
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
    void theLastWordsComeLastAndOnlyTheFirstCount() {
        hear();
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
    void ofWhatIsOnlyTheLatestOneIsTaken() {
        outboundQueue.offerLatest(() -> "old".getBytes(StandardCharsets.UTF_8));
        outboundQueue.offerLatest(() -> "new".getBytes(StandardCharsets.UTF_8));

        assertThat(take(100_000)).containsExactly("new");
        assertThat(take(100_000)).isEmpty();
    }
}
