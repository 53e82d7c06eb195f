package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link History#prune} and {@link History#forget} promise, for whatever implements them. */
public abstract class PruningContract extends HistoryScene {

    @Test
    void aReceiptCanBeGivenAgainWhenItsMessageIsGone() {
        history = keeping(Duration.ofHours(1), 0);
        Message first = stored(append(ROOM, refers(ada, "r", "hello")).get(0), false);
        time.pass(Duration.ofHours(2));
        history.prune(now());
        history.forget(ROOM);

        assertThat(all()).isEmpty();
        Message again = stored(append(ROOM, refers(ada, "r", "hello")).get(0), true);
        assertThat(again).isEqualTo(first);
        assertThat(append(ROOM, refers(ada, "r", "bye"))).containsExactly(new History.Conflict());
        assertThat(all()).isEmpty();
    }

    @Test
    void onlyARoomWithoutMessagesIsForgottenAndItsEpochToo() {
        history = keeping(Duration.ZERO, 0);
        history.open(OTHER);
        append(ROOM, says(ada, "hello"));
        History.Extent kept = history.open(ROOM);
        String gone = history.open(OTHER).epoch();
        history.forget(ROOM);
        history.forget(OTHER);
        history.forget(new RoomName("never-was"));

        assertThat(history.rooms()).extracting(History.Shelf::room).containsExactly(ROOM);
        assertThat(history.open(ROOM)).isEqualTo(kept);
        assertThat(history.open(OTHER).epoch()).isNotEqualTo(gone);
    }

    @Test
    void aRoomThatOwesNoAnswerAnyMoreIsForgottenToo() {
        history = keeping(Duration.ofHours(1), 0);
        append(ROOM, refers(ada, "r", "hello"));
        String epoch = history.open(ROOM).epoch();
        time.pass(Duration.ofHours(24));
        history.prune(now());
        history.forget(ROOM);

        assertThat(history.rooms()).isEmpty();
        assertThat(history.open(ROOM).epoch()).isNotEqualTo(epoch);
        assertThat(stored(append(ROOM, refers(ada, "r", "hello")).get(0), false)
                        .position()
                        .seq())
                .isEqualTo(1);
    }

    @Test
    void pruningDropsWhatIsTooOld() {
        history = keeping(Duration.ofHours(1), 0);
        append(ROOM, numbered(1_200));
        time.pass(Duration.ofMinutes(30));
        append(ROOM, says(ada, "kept"));
        append(OTHER, says(ada, "kept, too"));
        time.pass(Duration.ofMinutes(31));
        history.prune(now());

        History.Page page = history.after(ROOM, 0, ALL, 10);
        assertThat(texts(page)).containsExactly("kept");
        assertThat(page.oldest()).isEqualTo(1_201);
        assertThat(history.open(ROOM).oldest()).isEqualTo(1_201);
        assertThat(texts(history.after(OTHER, 0, ALL, 10))).containsExactly("kept, too");
    }

    @Test
    void pruningDropsWhatIsTooMuchOfEachRoom() {
        history = keeping(Duration.ZERO, 1_000);
        append(ROOM, numbered(2_345));
        append(OTHER, numbered(1_000));
        history.prune(now());

        assertThat(history.open(ROOM).oldest()).isEqualTo(1_346);
        assertThat(history.before(ROOM, ALL, ALL).messages()).hasSize(1_000);
        assertThat(history.open(OTHER).oldest()).isEqualTo(1);
    }

    @Test
    void numbersGoOnWhereEverythingIsPruned() {
        history = keeping(Duration.ofHours(1), 0);
        append(ROOM, numbered(3));
        String epoch = history.open(ROOM).epoch();
        time.pass(Duration.ofHours(2));
        history.prune(now());

        assertThat(history.rooms()).containsExactly(new History.Shelf(ROOM, "", true));
        assertThat(history.open(ROOM)).isEqualTo(new History.Extent(epoch, 4, 3, ""));
        assertThat(history.after(ROOM, 0, ALL, 10)).isEqualTo(new History.Page(List.of(), 4));
        assertThat(stored(append(ROOM, says(ada, "again")).get(0), false)
                        .position()
                        .seq())
                .isEqualTo(4);
    }

    @Test
    void withoutLimitsNothingIsPruned() {
        history = keeping(Duration.ZERO, 0);
        append(ROOM, numbered(600));
        time.pass(Duration.ofDays(9_000));
        history.prune(now());

        assertThat(history.open(ROOM).oldest()).isEqualTo(1);
    }
}
