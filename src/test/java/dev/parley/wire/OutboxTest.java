package dev.parley.wire;

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
class OutboxTest {

    private final TestChatServer house = new TestChatServer();
    private final TestChatServer.TestSession ada = house.inLobby("ada");
    private int filled;
    private final Outbox outbox = new Outbox(() -> filled++);
    private final Cursor cursor = house.chatServer
            .roomRegistry()
            .find(RoomName.LOBBY)
            .orElseThrow()
            .subscribe(new Reader(), new ReplayFrom.Last(50));

    private final class Reader implements Subscriber {
        @Override
        public void wake(Cursor woken) {
            outbox.wake(woken);
        }

        @Override
        public void onDirectMessage(dev.parley.chat.room.DirectMessage directMessage) {}

        @Override
        public void disconnect(dev.parley.chat.room.DisconnectReason disconnectReason) {}
    }

    private void hear() {
        outbox.hear(cursor, new Narrations().of(StompVersion.V1_2, "s", RoomName.LOBBY));
        house.settle();
    }

    private Outbox.Batch batch(int most) {
        Outbox.Batch batch = new Outbox.Batch();
        outbox.take(most, batch);
        return batch;
    }

    private List<String> take(int most) {
        List<String> taken = new ArrayList<>();
        for (byte[] frame : batch(most).frames()) {
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
        outbox.answer("receipt".getBytes(StandardCharsets.UTF_8));

        assertThat(take(100_000)).containsExactly("welcome", "one", "two", "receipt");
        assertThat(batch(100_000).isEmpty()).isTrue();
    }

    @Test
    void nothingIsTakenOfARoomBeforeItIsHeardOrAfterItIsForgotten() {
        house.say(ada, "one");
        assertThat(take(100_000)).isEmpty();
        hear();
        assertThat(take(100_000)).containsExactly("welcome", "one");
        outbox.forget(cursor);
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
        for (int i = 0; i < Outbox.MOST_ANSWERS; i++) {
            assertThat(outbox.answer(answer)).isTrue();
        }

        assertThat(outbox.answer(answer)).isFalse();
        assertThat(batch(1 << 20).frames()).hasSize(Outbox.MOST_ANSWERS);
        assertThat(outbox.answer(answer)).isTrue();
    }

    @Test
    void answersOfMoreBytesThanItHoldsAreNotTakenButForASingleOne() {
        byte[] huge = new byte[2 * Outbox.MOST_ANSWERED];
        assertThat(outbox.answer(huge)).isTrue();
        assertThat(outbox.answer(new byte[] {1})).isFalse();
        assertThat(batch(1 << 20).bytes()).isEqualTo(huge.length);

        byte[] large = new byte[Outbox.MOST_ANSWERED / 4];
        for (int i = 0; i < 4; i++) {
            assertThat(outbox.answer(large)).isTrue();
        }
        assertThat(outbox.answer(large)).isFalse();
        assertThat(batch(1 << 20).frames()).hasSize(4);
        assertThat(outbox.answer(large)).isTrue();
    }

    @Test
    void theLastWordsComeLastAndOnlyTheFirstCount() {
        hear();
        outbox.answer("receipt".getBytes(StandardCharsets.UTF_8));
        outbox.end("bye".getBytes(StandardCharsets.UTF_8));
        outbox.end("other".getBytes(StandardCharsets.UTF_8));

        Outbox.Batch batch = batch(100_000);

        assertThat(batch.last()).isTrue();
        assertThat(outbox.isEnding()).isTrue();
        assertThat(new String(batch.frames().get(batch.frames().size() - 1), StandardCharsets.UTF_8))
                .isEqualTo("bye");
        assertThat(batch.bytes())
                .isEqualTo(
                        batch.frames().stream().mapToInt(frame -> frame.length).sum());
    }

    @Test
    void ofWhatIsOnlyTheLatestOneIsTaken() {
        outbox.latest(() -> "old".getBytes(StandardCharsets.UTF_8));
        outbox.latest(() -> "new".getBytes(StandardCharsets.UTF_8));

        assertThat(take(100_000)).containsExactly("new");
        assertThat(take(100_000)).isEmpty();
    }
}
