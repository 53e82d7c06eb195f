package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every promise of {@link MessageHistory} but those of {@link PruningContract}, for whatever implements it. */
public abstract class MessageHistoryContract extends HistoryFixture {

    private static final int PAGE_BYTES = 256 * 1024;

    @BeforeEach
    void begin() {
        messageHistory = keeping(Duration.ZERO, 0);
    }

    @Test
    void aRoomOpenedForTheFirstTimeIsBlankAndHasAnEpoch() {
        MessageHistory.Bounds bounds = messageHistory.open(ROOM);

        assertThat(bounds.epoch()).matches("[A-Za-z0-9]{12}");
        assertThat(bounds.head()).isZero();
        assertThat(bounds.oldest()).isEqualTo(1);
        assertThat(bounds.topic()).isEmpty();
        assertThat(messageHistory.open(ROOM)).isEqualTo(bounds);
        assertThat(messageHistory.rooms()).containsExactly(new MessageHistory.StoredRoom(ROOM, "", true));
    }

    @Test
    void everyRoomHasItsOwnEpochAndNumbers() {
        append(ROOM, says(ada, "one"), says(ada, "two"));
        append(OTHER, says(bob, "elsewhere"));

        assertThat(messageHistory.open(ROOM).epoch())
                .isNotEqualTo(messageHistory.open(OTHER).epoch());
        assertThat(messageHistory.open(ROOM).head()).isEqualTo(2);
        assertThat(messageHistory.open(OTHER).head()).isEqualTo(1);
        assertThat(texts(messageHistory.after(OTHER, 0, ALL, ALL))).containsExactly("elsewhere");
    }

    @Test
    void messagesGetTheNextNumbersInTheOrderTheyCame() {
        append(ROOM, says(ada, "one"), says(bob, "two"));
        append(ROOM, says(ada, "three"));

        assertThat(all()).extracting(message -> message.position().seq()).containsExactly(1L, 2L, 3L);
        assertThat(texts(messageHistory.after(ROOM, 0, ALL, ALL))).containsExactly("one", "two", "three");
        assertThat(messageHistory.open(ROOM).head()).isEqualTo(3);
        assertThat(messageHistory.rooms()).containsExactly(new MessageHistory.StoredRoom(ROOM, "", false));
    }

    @Test
    void whatIsReadIsWhatAppendingAnswered() {
        MessageDraft waves = new MessageDraft(ada, "waves", true, new Reference("r-1"));
        List<MessageHistory.AppendedDraft> appendedDrafts = append(ROOM, waves, says(bob, "hello"));

        Message first = ((MessageHistory.Stored) appendedDrafts.get(0)).message();
        assertThat(first)
                .isEqualTo(new Message(
                        new Position(messageHistory.open(ROOM).epoch(), 1),
                        now(),
                        ada.id(),
                        "ada",
                        "terminal",
                        "waves",
                        true,
                        new Reference("r-1")));
        assertThat(all()).containsExactly(first, ((MessageHistory.Stored) appendedDrafts.get(1)).message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\0b\0",
                "\0",
                " spaced ",
                "two\nlines\n",
                "\u202eevil\u2066 text\u2069\u200f",
                "👩\u200d👩\u200d👧\u200d👦 é é ﷽",
                "'; DROP TABLE message; --",
                "\u0001\u001b[31m\u007f\u0085\u2028\ufeff\uffff"
            })
    void aTextComesBackAsItWas(String text) {
        append(ROOM, says(ada, text));

        assertThat(texts(messageHistory.before(ROOM, ALL, 1))).containsExactly(text);
    }

    @Test
    void theLongestTextsComeBackWhole() {
        append(ROOM, says(ada, "🦜".repeat(500)), says(ada, "\0".repeat(500)));

        assertThat(texts(messageHistory.before(ROOM, ALL, 2))).containsExactly("🦜".repeat(500), "\0".repeat(500));
    }

    @Test
    void timesAreToTheMillisecondAndNeverGoBack() {
        time.pass(Duration.ofNanos(1_999_999));
        append(ROOM, says(ada, "one"));
        Instant first = now().minusNanos(999_999);
        time.pass(Duration.ofMinutes(-5));
        append(ROOM, says(ada, "two"), says(ada, "three"));
        time.pass(Duration.ofMinutes(10));
        append(ROOM, says(ada, "four"));

        assertThat(all())
                .extracting(Message::at)
                .containsExactly(first, first, first, first.plus(Duration.ofMinutes(5)));
    }

    @Test
    void theSameReferenceAgainIsTheSameMessage() {
        Message first = stored(append(ROOM, refers(ada, "r", "hello")).get(0), false);
        time.pass(Duration.ofHours(24).minusMillis(1));
        append(ROOM, says(bob, "between"));

        assertThat(stored(append(ROOM, refers(ada, "r", "hello")).get(0), true)).isEqualTo(first);
        assertThat(texts(messageHistory.after(ROOM, 0, ALL, ALL))).containsExactly("hello", "between");
    }

    @Test
    void theSameReferenceTwiceInOneBatchIsOneMessage() {
        List<MessageHistory.AppendedDraft> appendedDrafts =
                append(ROOM, refers(ada, "r", "hello"), says(ada, "x"), refers(ada, "r", "hello"), says(ada, "y"));

        assertThat(stored(appendedDrafts.get(2), true)).isEqualTo(stored(appendedDrafts.get(0), false));
        assertThat(stored(appendedDrafts.get(3), false).position().seq()).isEqualTo(3);
        assertThat(texts(messageHistory.after(ROOM, 0, ALL, ALL))).containsExactly("hello", "x", "y");
    }

    @Test
    void theSameReferenceIsAnotherMessageForAnotherPersonOrRoom() {
        append(ROOM, refers(ada, "r", "hello"), refers(bob, "r", "hello"), refers(ada, "R", "hello"));
        append(OTHER, refers(ada, "r", "hello"));

        assertThat(all()).hasSize(3);
        assertThat(messageHistory.after(OTHER, 0, ALL, ALL).messages()).hasSize(1);
    }

    @Test
    void theSameReferenceWithOtherWordsIsAConflict() {
        append(ROOM, refers(ada, "r", "hello"));

        List<MessageHistory.AppendedDraft> appendedDrafts = append(
                ROOM,
                refers(ada, "r", "bye"),
                new MessageDraft(ada, "hello", true, new Reference("r")),
                says(bob, "after"));

        assertThat(appendedDrafts.get(0)).isEqualTo(new MessageHistory.Conflict());
        assertThat(appendedDrafts.get(1)).isEqualTo(new MessageHistory.Conflict());
        assertThat(stored(appendedDrafts.get(2), false).position().seq()).isEqualTo(2);
        assertThat(texts(messageHistory.after(ROOM, 0, ALL, ALL))).containsExactly("hello", "after");
    }

    @Test
    void whoeverRenamedIsStillTheSamePerson() {
        Message first = stored(append(ROOM, refers(ada, "r", "hello")).get(0), false);
        ada.rename(user("adele").nickname());

        assertThat(stored(append(ROOM, refers(ada, "r", "hello")).get(0), true)).isEqualTo(first);
    }

    @Test
    void aReferenceIsForgottenAfterADay() {
        append(ROOM, refers(ada, "r", "hello"));
        time.pass(Duration.ofHours(24));
        Message again = stored(append(ROOM, refers(ada, "r", "bye")).get(0), false);

        assertThat(again.position().seq()).isEqualTo(2);
        assertThat(stored(append(ROOM, refers(ada, "r", "bye")).get(0), true)).isEqualTo(again);
        assertThat(texts(messageHistory.after(ROOM, 0, ALL, ALL))).containsExactly("hello", "bye");
    }

    @Test
    void referencesRacedForAreStoredOnce() throws Exception {
        int threads = 4;
        int references = 50;
        List<MessageDraft> messageDrafts = IntStream.range(0, references)
                .mapToObj(i -> refers(ada, "r" + i, "text " + i))
                .toList();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Long> numbers = new ArrayList<>();
        try {
            Callable<List<Long>> sender = () -> messageDrafts.stream()
                    .map(messageDraft -> ((MessageHistory.Stored)
                                    append(ROOM, messageDraft).get(0))
                            .message()
                            .position()
                            .seq())
                    .toList();
            for (Future<List<Long>> sent : executor.invokeAll(Collections.nCopies(threads, sender))) {
                numbers.addAll(sent.get());
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(numbers).hasSize(threads * references);
        assertThat(numbers.stream().distinct().sorted())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, references).boxed().toList());
        assertThat(all()).extracting(Message::reference).doesNotHaveDuplicates().hasSize(references);
    }

    @Test
    void anEmptyBatchChangesNothing() {
        assertThat(append(ROOM)).isEmpty();
        assertThat(messageHistory.open(ROOM).head()).isZero();
    }

    @Test
    void aPageHasWhatIsAskedForInRisingOrder() {
        append(ROOM, numbered(10));

        assertThat(texts(messageHistory.after(ROOM, 2, 6, ALL))).containsExactly("3", "4", "5", "6");
        assertThat(texts(messageHistory.after(ROOM, 2, 6, 2))).containsExactly("3", "4");
        assertThat(texts(messageHistory.after(ROOM, 10, ALL, 5))).isEmpty();
        assertThat(texts(messageHistory.before(ROOM, 4, 2))).containsExactly("2", "3");
        assertThat(texts(messageHistory.before(ROOM, ALL, 3))).containsExactly("8", "9", "10");
        assertThat(texts(messageHistory.before(ROOM, 3, 50))).containsExactly("1", "2");
        assertThat(texts(messageHistory.before(ROOM, 1, 50))).isEmpty();
        assertThat(messageHistory.after(ROOM, 2, 6, 2).oldest()).isEqualTo(1);
        assertThat(messageHistory.before(ROOM, 3, 50).oldest()).isEqualTo(1);
    }

    @Test
    void aPageEndsAtABoundOfBytesButIsNeverEmptyForIt() {
        String long1 = "é".repeat(PAGE_BYTES / 4);
        append(ROOM, says(ada, long1), says(ada, long1), says(ada, "x"), says(ada, "é".repeat(PAGE_BYTES)));

        MessageHistory.Page first = messageHistory.after(ROOM, 0, ALL, 500);
        assertThat(texts(first)).containsExactly(long1, long1);
        assertThat(bytes(first)).isEqualTo(PAGE_BYTES);
        assertThat(messageHistory.after(ROOM, 2, ALL, 500).messages()).hasSize(1);
        assertThat(messageHistory.after(ROOM, 3, ALL, 500).messages()).hasSize(1);
    }

    @Test
    void pagesOfARoomThatIsNotStoredAreEmpty() {
        assertThat(messageHistory.after(ROOM, 0, ALL, 10)).isEqualTo(new MessageHistory.Page(List.of(), 1));
        assertThat(messageHistory.before(ROOM, ALL, 10)).isEqualTo(new MessageHistory.Page(List.of(), 1));
    }

    @Test
    void theTopicIsKept() {
        messageHistory.setTopic(ROOM, "bees 🐝");
        append(ROOM, says(ada, "hello"));

        assertThat(messageHistory.open(ROOM).topic()).isEqualTo("bees 🐝");
        assertThat(messageHistory.rooms()).containsExactly(new MessageHistory.StoredRoom(ROOM, "bees 🐝", false));
    }
}
