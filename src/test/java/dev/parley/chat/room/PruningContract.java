package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link MessageHistory#prune} and {@link MessageHistory#deleteRoomIfEmpty}. */
public abstract class PruningContract extends HistoryFixture {

    /** Lets writes wait for {@link #runWrites}, if the history has an executor for writes. */
    protected void holdWrites() {}

    /** Runs the writes that wait, in order, and then lets each write run at once. */
    protected void runWrites() {}

    @Test
    void repeatedReferenceOfAPrunedMessageReturnsTheSameMessage() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        Message first = stored(append(ROOM, draft(ada, "r", "hello")).get(0), false);
        time.advanceTime(Duration.ofHours(2));
        get(messageHistory.prune(now()));
        get(messageHistory.deleteRoomIfEmpty(ROOM));

        assertThat(all()).isEmpty();
        Message again = stored(append(ROOM, draft(ada, "r", "hello")).get(0), true);
        assertThat(again).isEqualTo(first);
        assertThat(append(ROOM, draft(ada, "r", "bye"))).containsExactly(new MessageHistory.Conflict());
        assertThat(all()).isEmpty();
    }

    @Test
    void onlyRoomsWithoutMessagesAreDeletedWithTheirEpoch() {
        messageHistory = createHistory(Duration.ZERO, 0);
        get(messageHistory.open(OTHER));
        append(ROOM, draft(ada, "hello"));
        MessageHistory.Bounds kept = get(messageHistory.open(ROOM));
        String deletedEpoch = get(messageHistory.open(OTHER)).epoch();
        assertThat(get(messageHistory.deleteRoomIfEmpty(ROOM))).isFalse();
        assertThat(get(messageHistory.deleteRoomIfEmpty(OTHER))).isTrue();
        assertThat(get(messageHistory.deleteRoomIfEmpty(OTHER))).isFalse();
        assertThat(get(messageHistory.deleteRoomIfEmpty(new RoomName("never-was"))))
                .isFalse();

        assertThat(get(messageHistory.rooms()))
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactly(ROOM);
        assertThat(get(messageHistory.open(ROOM))).isEqualTo(kept);
        assertThat(get(messageHistory.open(OTHER)).epoch()).isNotEqualTo(deletedEpoch);
    }

    @Test
    void roomIsDeletedWithItsMessagesAndReferences() {
        messageHistory = createHistory(Duration.ZERO, 0);
        append(
                ROOM,
                IntStream.range(0, 1_001)
                        .mapToObj(i -> draft(ada, "r" + i, "hello " + i))
                        .toArray(MessageDraft[]::new));
        append(OTHER, draft(ada, "r", "kept"));
        String epoch = get(messageHistory.open(ROOM)).epoch();

        assertThat(get(messageHistory.deleteRoom(ROOM))).isTrue();

        assertThat(get(messageHistory.deleteRoom(ROOM))).isFalse();
        assertThat(get(messageHistory.rooms()))
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactly(OTHER);
        assertThat(get(messageHistory.before(OTHER, Long.MAX_VALUE, 10)).messages())
                .hasSize(1);
        Message again = stored(append(ROOM, draft(ada, "r0", "hello 0")).get(0), false);
        assertThat(again.position().seq()).isEqualTo(1);
        assertThat(again.position().epoch()).isNotEqualTo(epoch);
        assertThat(all()).hasSize(1);
    }

    @Test
    void messageThatIsAppendedWhileItsRoomIsDeletedIsKept() {
        messageHistory = createHistory(Duration.ZERO, 0);
        append(ROOM, numberedDrafts(1_001));
        String epoch = get(messageHistory.open(ROOM)).epoch();
        holdWrites();

        CompletionStage<Boolean> deletion = messageHistory.deleteRoom(ROOM);
        CompletionStage<List<MessageHistory.AppendedDraft>> append =
                messageHistory.append(ROOM, List.of(draft(ada, "r1", "kept")));
        runWrites();

        assertThat(get(deletion)).isTrue();
        Message message = stored(get(append).get(0), false);
        assertThat(message.position().seq()).isEqualTo(1);
        assertThat(message.position().epoch()).isNotEqualTo(epoch);
        assertThat(all()).containsExactly(message);
        assertThat(get(messageHistory.rooms()))
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactly(ROOM);
        assertThat(stored(append(ROOM, draft(ada, "r1", "kept")).get(0), true)).isEqualTo(message);
    }

    @Test
    void appendAfterADeletionCreatesTheRoomWithAnotherEpoch() {
        messageHistory = createHistory(Duration.ZERO, 0);
        String deletedEpoch = get(messageHistory.open(ROOM)).epoch();
        assertThat(get(messageHistory.deleteRoomIfEmpty(ROOM))).isTrue();

        Message message = stored(append(ROOM, draft(ada, "hello")).get(0), false);

        assertThat(message.position().seq()).isEqualTo(1);
        assertThat(message.position().epoch())
                .isEqualTo(get(messageHistory.open(ROOM)).epoch())
                .isNotEqualTo(deletedEpoch);
    }

    @Test
    void roomIsDeletedOnceItsReferencesHaveExpired() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        append(ROOM, draft(ada, "r", "hello"));
        String epoch = get(messageHistory.open(ROOM)).epoch();
        time.advanceTime(Duration.ofHours(24));
        get(messageHistory.prune(now()));
        get(messageHistory.deleteRoomIfEmpty(ROOM));

        assertThat(get(messageHistory.rooms())).isEmpty();
        assertThat(get(messageHistory.open(ROOM)).epoch()).isNotEqualTo(epoch);
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
        get(messageHistory.prune(now()));

        MessageHistory.Page page = get(messageHistory.after(ROOM, 0, ALL, 10));
        assertThat(texts(page)).containsExactly("kept");
        assertThat(page.oldest()).isEqualTo(1_201);
        assertThat(get(messageHistory.open(ROOM)).oldest()).isEqualTo(1_201);
        assertThat(texts(get(messageHistory.after(OTHER, 0, ALL, 10)))).containsExactly("kept, too");
    }

    @Test
    void messagesThatLieInTheFutureAreDeletedWithTheNextOne() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        append(ROOM, draft(ada, "before"));
        time.advanceTime(Duration.ofDays(3_650));
        append(ROOM, numberedDrafts(1_100));
        time.advanceTime(Duration.ofDays(-3_650));
        append(ROOM, draft(ada, "right again"));
        time.advanceTime(Duration.ofMinutes(30));
        append(ROOM, draft(ada, "kept"));
        get(messageHistory.prune(now()));
        assertThat(all()).hasSize(1_103);

        time.advanceTime(Duration.ofMinutes(31));
        get(messageHistory.prune(now()));
        get(messageHistory.prune(now()));

        assertThat(all()).extracting(Message::text).containsExactly("kept");
    }

    @Test
    void messageOfAClockInThePastDoesNotDeleteNewerOnesBeforeIt() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        append(ROOM, draft(ada, "before"));
        time.advanceTime(Duration.ofDays(-3_650));
        append(ROOM, draft(ada, "ten years behind"));
        time.advanceTime(Duration.ofDays(3_650));
        append(ROOM, draft(ada, "right again"));

        get(messageHistory.prune(now()));

        assertThat(all()).extracting(Message::text).containsExactly("before", "ten years behind", "right again");
    }

    @Test
    void pruneDeletesTheOldestMessagesOverTheLimitOfEachRoom() {
        messageHistory = createHistory(Duration.ZERO, 1_000);
        append(ROOM, numberedDrafts(2_345));
        append(OTHER, numberedDrafts(1_000));
        get(messageHistory.prune(now()));

        assertThat(get(messageHistory.open(ROOM)).oldest()).isEqualTo(1_346);
        assertThat(get(messageHistory.before(ROOM, ALL, ALL)).messages()).hasSize(1_000);
        assertThat(get(messageHistory.open(OTHER)).oldest()).isEqualTo(1);
    }

    @Test
    void sequenceContinuesAfterAllMessagesArePruned() {
        messageHistory = createHistory(Duration.ofHours(1), 0);
        append(ROOM, numberedDrafts(3));
        String creator = get(messageHistory.rooms()).get(0).creator();
        String epoch = get(messageHistory.open(ROOM)).epoch();
        time.advanceTime(Duration.ofHours(2));
        get(messageHistory.prune(now()));

        assertThat(roomsWithoutTimes()).containsExactly(storedRoom(ROOM, "", true, creator));
        assertThat(get(messageHistory.open(ROOM))).isEqualTo(new MessageHistory.Bounds(epoch, 4, 3, ""));
        assertThat(get(messageHistory.after(ROOM, 0, ALL, 10))).isEqualTo(new MessageHistory.Page(List.of(), 4));
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
        get(messageHistory.prune(now()));

        assertThat(get(messageHistory.open(ROOM)).oldest()).isEqualTo(1);
    }
}
