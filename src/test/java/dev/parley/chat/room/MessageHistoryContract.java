package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the contract of {@link MessageHistory} except pruning; each implementation has a subclass. */
public abstract class MessageHistoryContract extends HistoryFixture {

    private static final int PAGE_BYTES = 256 * 1024;

    @BeforeEach
    void setUp() {
        messageHistory = createHistory(Duration.ZERO, 0);
    }

    @Test
    void newRoomIsEmptyAndHasAnEpoch() {
        MessageHistory.Bounds bounds = get(messageHistory.open(ROOM));

        assertThat(bounds.epoch()).matches("[A-Za-z0-9]{12}");
        assertThat(bounds.head()).isZero();
        assertThat(bounds.oldest()).isEqualTo(1);
        assertThat(bounds.topic()).isEmpty();
        assertThat(get(messageHistory.open(ROOM))).isEqualTo(bounds);
        assertThat(roomsWithoutTimes()).containsExactly(storedRoom(ROOM, "", true, null));
    }

    @Test
    void headsAreThePositionsOfTheLastMessagesOfStoredRooms() {
        append(ROOM, draft(ada, "one"), draft(ada, "two"));
        String empty = get(messageHistory.open(OTHER)).epoch();
        RoomName missing = new RoomName("missing");

        assertThat(get(messageHistory.heads(List.of(ROOM, OTHER, missing))))
                .isEqualTo(Map.of(
                        ROOM, new Position(get(messageHistory.open(ROOM)).epoch(), 2), OTHER, new Position(empty, 0)));
        assertThat(get(messageHistory.heads(List.of(OTHER)))).containsOnlyKeys(OTHER);
    }

    @Test
    void eachRoomHasItsOwnEpochAndSequence() {
        append(ROOM, draft(ada, "one"), draft(ada, "two"));
        append(OTHER, draft(bob, "elsewhere"));

        assertThat(get(messageHistory.open(ROOM)).epoch())
                .isNotEqualTo(get(messageHistory.open(OTHER)).epoch());
        assertThat(get(messageHistory.open(ROOM)).head()).isEqualTo(2);
        assertThat(get(messageHistory.open(OTHER)).head()).isEqualTo(1);
        assertThat(texts(get(messageHistory.after(OTHER, 0, ALL, ALL)))).containsExactly("elsewhere");
    }

    @Test
    void messagesAreNumberedInTheOrderOfAppends() {
        append(ROOM, draft(ada, "one"), draft(bob, "two"));
        append(ROOM, draft(ada, "three"));

        assertThat(all()).extracting(message -> message.position().seq()).containsExactly(1L, 2L, 3L);
        assertThat(texts(get(messageHistory.after(ROOM, 0, ALL, ALL)))).containsExactly("one", "two", "three");
        assertThat(get(messageHistory.open(ROOM)).head()).isEqualTo(3);
        assertThat(roomsWithoutTimes())
                .containsExactly(storedRoom(ROOM, "", false, ada.clientInfo().address()));
    }

    @Test
    void readMessageEqualsTheAppendedOne() {
        MessageDraft waves = new MessageDraft(ada, "waves", true, new Reference("r-1"));
        List<MessageHistory.AppendedDraft> appendedDrafts = append(ROOM, waves, draft(bob, "hello"));

        Message first = ((MessageHistory.Stored) appendedDrafts.get(0)).message();
        assertThat(first)
                .isEqualTo(new Message(
                        new Position(get(messageHistory.open(ROOM)).epoch(), 1),
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
    void textIsStoredUnchanged(String text) {
        append(ROOM, draft(ada, text));

        assertThat(texts(get(messageHistory.before(ROOM, ALL, 1)))).containsExactly(text);
    }

    @Test
    void longestTextsAreStoredCompletely() {
        append(ROOM, draft(ada, "🦜".repeat(500)), draft(ada, "\0".repeat(500)));

        assertThat(texts(get(messageHistory.before(ROOM, ALL, 2)))).containsExactly("🦜".repeat(500), "\0".repeat(500));
    }

    @Test
    void timesHaveMillisecondPrecisionAndDoNotDecreaseWhenTheClockIsAdjusted() {
        time.advanceTime(Duration.ofNanos(1_999_999));
        append(ROOM, draft(ada, "one"));
        Instant first = now().minusNanos(999_999);
        time.advanceTime(Duration.ofMinutes(-1));
        append(ROOM, draft(ada, "two"), draft(ada, "three"));
        time.advanceTime(Duration.ofMinutes(6));
        append(ROOM, draft(ada, "four"));

        assertThat(all())
                .extracting(Message::at)
                .containsExactly(first, first, first, first.plus(Duration.ofMinutes(5)));
    }

    @Test
    void timesFollowTheClockAfterItWasInTheFuture() {
        time.advanceTime(Duration.ofMillis(1));
        append(ROOM, draft(ada, "before"));
        Instant before = now();
        time.advanceTime(Duration.ofDays(3_650));
        append(ROOM, draft(ada, "ten years ahead"));
        time.advanceTime(Duration.ofDays(-3_650).plusMillis(7));
        append(ROOM, draft(ada, "right again"), draft(ada, "still right"));

        assertThat(all())
                .extracting(Message::at)
                .containsExactly(
                        before, before.plus(Duration.ofDays(3_650)), before.plusMillis(7), before.plusMillis(7));
        assertThat(all()).extracting(message -> message.position().seq()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void repeatedReferenceReturnsTheSameMessage() {
        Message first = stored(append(ROOM, draft(ada, "r", "hello")).get(0), false);
        time.advanceTime(Duration.ofHours(24).minusMillis(1));
        append(ROOM, draft(bob, "between"));

        assertThat(stored(append(ROOM, draft(ada, "r", "hello")).get(0), true)).isEqualTo(first);
        assertThat(texts(get(messageHistory.after(ROOM, 0, ALL, ALL)))).containsExactly("hello", "between");
    }

    @Test
    void repeatedReferenceInOneBatchIsStoredOnce() {
        List<MessageHistory.AppendedDraft> appendedDrafts =
                append(ROOM, draft(ada, "r", "hello"), draft(ada, "x"), draft(ada, "r", "hello"), draft(ada, "y"));

        assertThat(stored(appendedDrafts.get(2), true)).isEqualTo(stored(appendedDrafts.get(0), false));
        assertThat(stored(appendedDrafts.get(3), false).position().seq()).isEqualTo(3);
        assertThat(texts(get(messageHistory.after(ROOM, 0, ALL, ALL)))).containsExactly("hello", "x", "y");
    }

    @Test
    void sameReferenceOfAnotherUserOrRoomIsAnotherMessage() {
        append(ROOM, draft(ada, "r", "hello"), draft(bob, "r", "hello"), draft(ada, "R", "hello"));
        append(OTHER, draft(ada, "r", "hello"));

        assertThat(all()).hasSize(3);
        assertThat(get(messageHistory.after(OTHER, 0, ALL, ALL)).messages()).hasSize(1);
    }

    @Test
    void sameReferenceWithAnotherTextIsAConflict() {
        append(ROOM, draft(ada, "r", "hello"));

        List<MessageHistory.AppendedDraft> appendedDrafts = append(
                ROOM,
                draft(ada, "r", "bye"),
                new MessageDraft(ada, "hello", true, new Reference("r")),
                draft(bob, "after"));

        assertThat(appendedDrafts.get(0)).isEqualTo(new MessageHistory.Conflict());
        assertThat(appendedDrafts.get(1)).isEqualTo(new MessageHistory.Conflict());
        assertThat(stored(appendedDrafts.get(2), false).position().seq()).isEqualTo(2);
        assertThat(texts(get(messageHistory.after(ROOM, 0, ALL, ALL)))).containsExactly("hello", "after");
    }

    @Test
    void referenceBelongsToTheUserAfterANicknameChange() {
        Message first = stored(append(ROOM, draft(ada, "r", "hello")).get(0), false);
        ada.rename(user("adele").nickname());

        assertThat(stored(append(ROOM, draft(ada, "r", "hello")).get(0), true)).isEqualTo(first);
    }

    @Test
    void referenceExpiresAfterADay() {
        append(ROOM, draft(ada, "r", "hello"));
        time.advanceTime(Duration.ofHours(24));
        Message again = stored(append(ROOM, draft(ada, "r", "bye")).get(0), false);

        assertThat(again.position().seq()).isEqualTo(2);
        assertThat(stored(append(ROOM, draft(ada, "r", "bye")).get(0), true)).isEqualTo(again);
        assertThat(texts(get(messageHistory.after(ROOM, 0, ALL, ALL)))).containsExactly("hello", "bye");
    }

    @Test
    void concurrentAppendsOfOneReferenceAreStoredOnce() throws Exception {
        int threads = 4;
        int references = 50;
        List<MessageDraft> messageDrafts = IntStream.range(0, references)
                .mapToObj(i -> draft(ada, "r" + i, "text " + i))
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
    void concurrentBatchesOfSeveralWritersGetConsecutiveNumbersEach() {
        List<CompletionStage<List<MessageHistory.AppendedDraft>>> appends = new ArrayList<>();
        for (int batch = 0; batch < 100; batch++) {
            appends.add(messageHistory.append(ROOM, List.of(draft(ada, "a"), draft(ada, "b"), draft(ada, "c"))));
            appends.add(messageHistory.append(ROOM, List.of(draft(bob, "x"))));
        }

        List<List<Long>> batches = appends.stream()
                .map(append -> get(append).stream()
                        .map(appended -> stored(appended, false).position().seq())
                        .toList())
                .toList();

        assertThat(batches)
                .allSatisfy(batch -> assertThat(batch)
                        .isEqualTo(LongStream.range(batch.get(0), batch.get(0) + batch.size())
                                .boxed()
                                .toList()));
        assertThat(batches.stream().flatMap(List::stream).sorted())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
        assertThat(texts(get(messageHistory.after(ROOM, 0, ALL, ALL)))).hasSize(400);
    }

    @Test
    void everyMessageUpToTheNumberOfAnAppendCanBeReadWhenItCompletes() {
        List<CompletionStage<Void>> checks = new ArrayList<>();
        for (int batch = 0; batch < 100; batch++) {
            checks.add(messageHistory
                    .append(ROOM, List.of(draft(ada, "a"), draft(bob, "b")))
                    .thenCompose(appended -> {
                        long head = stored(appended.get(1), false).position().seq();
                        return messageHistory
                                .after(ROOM, 0, head, ALL)
                                .thenAccept(page -> assertThat(page.messages()).hasSize((int) head));
                    }));
        }

        checks.forEach(Stages::get);
    }

    @Test
    void emptyBatchChangesNothing() {
        assertThat(append(ROOM)).isEmpty();
        assertThat(get(messageHistory.open(ROOM)).head()).isZero();
    }

    @Test
    void pageContainsTheRequestedRangeInAscendingOrder() {
        append(ROOM, numberedDrafts(10));

        assertThat(texts(get(messageHistory.after(ROOM, 2, 6, ALL)))).containsExactly("3", "4", "5", "6");
        assertThat(texts(get(messageHistory.after(ROOM, 2, 6, 2)))).containsExactly("3", "4");
        assertThat(texts(get(messageHistory.after(ROOM, 10, ALL, 5)))).isEmpty();
        assertThat(texts(get(messageHistory.before(ROOM, 4, 2)))).containsExactly("2", "3");
        assertThat(texts(get(messageHistory.before(ROOM, ALL, 3)))).containsExactly("8", "9", "10");
        assertThat(texts(get(messageHistory.before(ROOM, 3, 50)))).containsExactly("1", "2");
        assertThat(texts(get(messageHistory.before(ROOM, 1, 50)))).isEmpty();
        assertThat(get(messageHistory.after(ROOM, 2, 6, 2)).oldest()).isEqualTo(1);
        assertThat(get(messageHistory.before(ROOM, 3, 50)).oldest()).isEqualTo(1);
    }

    @Test
    void pageIsLimitedInBytesButNeverEmpty() {
        String long1 = "é".repeat(PAGE_BYTES / 4);
        append(ROOM, draft(ada, long1), draft(ada, long1), draft(ada, "x"), draft(ada, "é".repeat(PAGE_BYTES)));

        MessageHistory.Page first = get(messageHistory.after(ROOM, 0, ALL, 500));
        assertThat(texts(first)).containsExactly(long1, long1);
        assertThat(bytes(first)).isEqualTo(PAGE_BYTES);
        assertThat(get(messageHistory.after(ROOM, 2, ALL, 500)).messages()).hasSize(1);
        assertThat(get(messageHistory.after(ROOM, 3, ALL, 500)).messages()).hasSize(1);
    }

    @Test
    void pagesOfAnUnknownRoomAreEmpty() {
        assertThat(get(messageHistory.after(ROOM, 0, ALL, 10))).isEqualTo(new MessageHistory.Page(List.of(), 1));
        assertThat(get(messageHistory.before(ROOM, ALL, 10))).isEqualTo(new MessageHistory.Page(List.of(), 1));
    }

    @Test
    void creatorIsTheSenderOfTheFirstMessageAndRoomsAreOrderedByTheirLastMessage() {
        RoomName other = new RoomName("other");
        append(ROOM, draft(ada, "one"));
        append(other, draft(bob, "two"));
        time.advanceTime(Duration.ofSeconds(1));
        append(ROOM, draft(bob, "three"));

        assertThat(roomsWithoutTimes())
                .containsExactly(
                        storedRoom(other, "", false, bob.clientInfo().address()),
                        storedRoom(ROOM, "", false, ada.clientInfo().address()));
    }

    @Test
    void storedRoomHasTheTimeOfItsLastMessage() {
        get(messageHistory.open(OTHER));
        Instant at = stored(append(ROOM, draft(ada, "one")).get(0), false).at();

        assertThat(get(messageHistory.rooms()))
                .extracting(MessageHistory.StoredRoom::room, MessageHistory.StoredRoom::lastAt)
                .containsExactly(tuple(OTHER, Instant.EPOCH), tuple(ROOM, at));
    }

    @Test
    void roomsAreFoundByAPartOfTheNameAndThoseThatBeginWithItComeFirst() {
        for (String name : List.of("tea", "java", "1java", "java_8", "javax8", "ja-va")) {
            append(new RoomName(name), draft(ada, "hello"));
        }

        assertThat(found("java", null, 10)).containsExactly("java", "java_8", "javax8", "1java");
        assertThat(found("java", null, 2)).containsExactly("java", "java_8");
        assertThat(found("java", "java_8", 10)).containsExactly("javax8", "1java");
        assertThat(found("java", "javax8", 10)).containsExactly("1java");
        assertThat(found("java", "1java", 10)).isEmpty();
        assertThat(found("a_8", null, 10)).containsExactly("java_8");
        assertThat(found("", "javax8", 10)).containsExactly("tea");
    }

    private List<String> found(String text, @Nullable String after, int most) {
        return get(messageHistory.findRooms(text, after == null ? null : new RoomName(after), most)).stream()
                .map(RoomName::text)
                .toList();
    }

    @Test
    void settingsAreStored() {
        RoomSettings settings = new RoomSettings(true, Duration.ofSeconds(30));
        get(messageHistory.setSettings(ROOM, settings));
        assertThat(get(messageHistory.open(ROOM)).settings()).isEqualTo(settings);
    }

    @Test
    void topicIsStored() {
        get(messageHistory.setTopic(ROOM, "bees 🐝"));
        append(ROOM, draft(ada, "hello"));

        assertThat(get(messageHistory.open(ROOM)).topic()).isEqualTo("bees 🐝");
        assertThat(roomsWithoutTimes())
                .containsExactly(
                        storedRoom(ROOM, "bees 🐝", false, ada.clientInfo().address()));
    }
}
