package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link MessageHistory#prune} and {@link MessageHistory#deleteRoom} promise, for whatever implements them. */
public abstract class PruningContract extends HistoryFixture {

    @Test
    void aReceiptCanBeGivenAgainWhenItsMessageIsGone() {
        messageHistory = keeping(Duration.ofHours(1), 0);
        Message first = stored(append(ROOM, refers(ada, "r", "hello")).get(0), false);
        time.pass(Duration.ofHours(2));
        messageHistory.prune(now());
        messageHistory.deleteRoom(ROOM);

        assertThat(all()).isEmpty();
        Message again = stored(append(ROOM, refers(ada, "r", "hello")).get(0), true);
        assertThat(again).isEqualTo(first);
        assertThat(append(ROOM, refers(ada, "r", "bye"))).containsExactly(new MessageHistory.Conflict());
        assertThat(all()).isEmpty();
    }

    @Test
    void onlyARoomWithoutMessagesIsForgottenAndItsEpochToo() {
        messageHistory = keeping(Duration.ZERO, 0);
        messageHistory.open(OTHER);
        append(ROOM, says(ada, "hello"));
        MessageHistory.Bounds kept = messageHistory.open(ROOM);
        String gone = messageHistory.open(OTHER).epoch();
        messageHistory.deleteRoom(ROOM);
        messageHistory.deleteRoom(OTHER);
        messageHistory.deleteRoom(new RoomName("never-was"));

        assertThat(messageHistory.rooms())
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactly(ROOM);
        assertThat(messageHistory.open(ROOM)).isEqualTo(kept);
        assertThat(messageHistory.open(OTHER).epoch()).isNotEqualTo(gone);
    }

    @Test
    void aRoomThatOwesNoAnswerAnyMoreIsForgottenToo() {
        messageHistory = keeping(Duration.ofHours(1), 0);
        append(ROOM, refers(ada, "r", "hello"));
        String epoch = messageHistory.open(ROOM).epoch();
        time.pass(Duration.ofHours(24));
        messageHistory.prune(now());
        messageHistory.deleteRoom(ROOM);

        assertThat(messageHistory.rooms()).isEmpty();
        assertThat(messageHistory.open(ROOM).epoch()).isNotEqualTo(epoch);
        assertThat(stored(append(ROOM, refers(ada, "r", "hello")).get(0), false)
                        .position()
                        .seq())
                .isEqualTo(1);
    }

    @Test
    void pruningDropsWhatIsTooOld() {
        messageHistory = keeping(Duration.ofHours(1), 0);
        append(ROOM, numbered(1_200));
        time.pass(Duration.ofMinutes(30));
        append(ROOM, says(ada, "kept"));
        append(OTHER, says(ada, "kept, too"));
        time.pass(Duration.ofMinutes(31));
        messageHistory.prune(now());

        MessageHistory.Page page = messageHistory.after(ROOM, 0, ALL, 10);
        assertThat(texts(page)).containsExactly("kept");
        assertThat(page.oldest()).isEqualTo(1_201);
        assertThat(messageHistory.open(ROOM).oldest()).isEqualTo(1_201);
        assertThat(texts(messageHistory.after(OTHER, 0, ALL, 10))).containsExactly("kept, too");
    }

    @Test
    void pruningDropsWhatIsTooMuchOfEachRoom() {
        messageHistory = keeping(Duration.ZERO, 1_000);
        append(ROOM, numbered(2_345));
        append(OTHER, numbered(1_000));
        messageHistory.prune(now());

        assertThat(messageHistory.open(ROOM).oldest()).isEqualTo(1_346);
        assertThat(messageHistory.before(ROOM, ALL, ALL).messages()).hasSize(1_000);
        assertThat(messageHistory.open(OTHER).oldest()).isEqualTo(1);
    }

    @Test
    void numbersGoOnWhereEverythingIsPruned() {
        messageHistory = keeping(Duration.ofHours(1), 0);
        append(ROOM, numbered(3));
        String epoch = messageHistory.open(ROOM).epoch();
        time.pass(Duration.ofHours(2));
        messageHistory.prune(now());

        assertThat(messageHistory.rooms()).containsExactly(new MessageHistory.StoredRoom(ROOM, "", true));
        assertThat(messageHistory.open(ROOM)).isEqualTo(new MessageHistory.Bounds(epoch, 4, 3, ""));
        assertThat(messageHistory.after(ROOM, 0, ALL, 10)).isEqualTo(new MessageHistory.Page(List.of(), 4));
        assertThat(stored(append(ROOM, says(ada, "again")).get(0), false)
                        .position()
                        .seq())
                .isEqualTo(4);
    }

    @Test
    void withoutLimitsNothingIsPruned() {
        messageHistory = keeping(Duration.ZERO, 0);
        append(ROOM, numbered(600));
        time.pass(Duration.ofDays(9_000));
        messageHistory.prune(now());

        assertThat(messageHistory.open(ROOM).oldest()).isEqualTo(1);
    }
}
