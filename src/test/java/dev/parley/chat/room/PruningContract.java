package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link MessageHistory#prune} and {@link MessageHistory#deleteRoom}. */
public abstract class PruningContract extends HistoryFixture {

    @Test
    void repeatedReferenceOfAPrunedMessageReturnsTheSameMessage() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        Message first = stored(append(ROOM, draft(ada, "r", "hello")).get(0), false);
        time.advanceTime(Duration.ofHours(2));
        messageHistory.prune(now());
        messageHistory.deleteRoom(ROOM);

        assertThat(all()).isEmpty();
        Message again = stored(append(ROOM, draft(ada, "r", "hello")).get(0), true);
        assertThat(again).isEqualTo(first);
        assertThat(append(ROOM, draft(ada, "r", "bye"))).containsExactly(new MessageHistory.Conflict());
        assertThat(all()).isEmpty();
    }

    @Test
    void onlyRoomsWithoutMessagesAreDeletedWithTheirEpoch() {
        messageHistory = createHistory(Duration.ZERO, 0);
        messageHistory.open(OTHER);
        append(ROOM, draft(ada, "hello"));
        MessageHistory.Bounds kept = messageHistory.open(ROOM);
        String deletedEpoch = messageHistory.open(OTHER).epoch();
        messageHistory.deleteRoom(ROOM);
        messageHistory.deleteRoom(OTHER);
        messageHistory.deleteRoom(new RoomName("never-was"));

        assertThat(messageHistory.rooms())
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactly(ROOM);
        assertThat(messageHistory.open(ROOM)).isEqualTo(kept);
        assertThat(messageHistory.open(OTHER).epoch()).isNotEqualTo(deletedEpoch);
    }

    @Test
    void roomIsDeletedOnceItsReferencesHaveExpired() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        append(ROOM, draft(ada, "r", "hello"));
        String epoch = messageHistory.open(ROOM).epoch();
        time.advanceTime(Duration.ofHours(24));
        messageHistory.prune(now());
        messageHistory.deleteRoom(ROOM);

        assertThat(messageHistory.rooms()).isEmpty();
        assertThat(messageHistory.open(ROOM).epoch()).isNotEqualTo(epoch);
        assertThat(stored(append(ROOM, draft(ada, "r", "hello")).get(0), false)
                        .position()
                        .seq())
                .isEqualTo(1);
    }

    @Test
    void pruneDeletesMessagesOlderThanTheRetention() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        append(ROOM, numberedDrafts(1_200));
        time.advanceTime(Duration.ofMinutes(30));
        append(ROOM, draft(ada, "kept"));
        append(OTHER, draft(ada, "kept, too"));
        time.advanceTime(Duration.ofMinutes(31));
        messageHistory.prune(now());

        MessageHistory.Page page = messageHistory.after(ROOM, 0, ALL, 10);
        assertThat(texts(page)).containsExactly("kept");
        assertThat(page.oldest()).isEqualTo(1_201);
        assertThat(messageHistory.open(ROOM).oldest()).isEqualTo(1_201);
        assertThat(texts(messageHistory.after(OTHER, 0, ALL, 10))).containsExactly("kept, too");
    }

    @Test
    void pruneDeletesTheOldestMessagesOverTheLimitOfEachRoom() {
        messageHistory = createHistory(Duration.ZERO, 1_000);
        append(ROOM, numberedDrafts(2_345));
        append(OTHER, numberedDrafts(1_000));
        messageHistory.prune(now());

        assertThat(messageHistory.open(ROOM).oldest()).isEqualTo(1_346);
        assertThat(messageHistory.before(ROOM, ALL, ALL).messages()).hasSize(1_000);
        assertThat(messageHistory.open(OTHER).oldest()).isEqualTo(1);
    }

    @Test
    void sequenceContinuesAfterAllMessagesArePruned() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        append(ROOM, numberedDrafts(3));
        String epoch = messageHistory.open(ROOM).epoch();
        time.advanceTime(Duration.ofHours(2));
        messageHistory.prune(now());

        assertThat(messageHistory.rooms()).containsExactly(new MessageHistory.StoredRoom(ROOM, "", true));
        assertThat(messageHistory.open(ROOM)).isEqualTo(new MessageHistory.Bounds(epoch, 4, 3, ""));
        assertThat(messageHistory.after(ROOM, 0, ALL, 10)).isEqualTo(new MessageHistory.Page(List.of(), 4));
        assertThat(stored(append(ROOM, draft(ada, "again")).get(0), false)
                        .position()
                        .seq())
                .isEqualTo(4);
    }

    @Test
    void pruneWithoutLimitsDeletesNothing() {
        messageHistory = createHistory(Duration.ZERO, 0);
        append(ROOM, numberedDrafts(600));
        time.advanceTime(Duration.ofDays(9_000));
        messageHistory.prune(now());

        assertThat(messageHistory.open(ROOM).oldest()).isEqualTo(1);
    }
}
