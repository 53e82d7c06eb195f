package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.DirectMessageStore.Conflict;
import dev.parley.chat.room.DirectMessageStore.Page;
import dev.parley.chat.room.DirectMessageStore.Stored;
import dev.parley.text.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the contract of {@link DirectMessageStore}; each implementation has a subclass. */
public abstract class DirectMessageStoreContract {

    private static final int AT_ONCE = 100;

    private static final Reference REFERENCE = new Reference("r-1");

    protected final ManualScheduler time = new ManualScheduler();

    protected abstract DirectMessageStore store();

    protected static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    protected DirectMessageDraft draft(String from, String to, String text, @Nullable Reference reference) {
        return new DirectMessageDraft(
                from + "'s id", from, to + "'s id", to, text, time.clock().instant(), reference);
    }

    protected DirectMessage send(String from, String to, String text) {
        return ((Stored) get(store().append(draft(from, to, text, null)))).message();
    }

    /** Sends messages with the numbers from 1, and waits until all are stored. Few wait at a time: they are refused after 2 s. */
    private void sendAtOnce(int count, IntFunction<DirectMessageDraft> draft) {
        for (int first = 1; first <= count; first += AT_ONCE) {
            List<CompletionStage<DirectMessageStore.AppendResult>> results = IntStream.rangeClosed(
                            first, Math.min(count, first + AT_ONCE - 1))
                    .mapToObj(i -> store().append(draft.apply(i)))
                    .toList();
            assertThat(results).allSatisfy(result -> assertThat(get(result)).isInstanceOf(Stored.class));
        }
    }

    protected Page kept(String user) {
        return get(store().after(user + "'s id", null, DirectMessageStore.MAX_REPLAY));
    }

    private Page after(String user, Position position, int limit) {
        return get(store().after(user + "'s id", position, limit));
    }

    private static List<String> texts(Page page) {
        return page.messages().stream().map(DirectMessage::text).toList();
    }

    @Test
    void newStoreIsEmptyAndHasAnEpoch() {
        assertThat(kept("ada").messages()).isEmpty();
        assertThat(kept("ada").until().epoch()).matches("[A-Za-z0-9]{12}");
        assertThat(kept("ada").until().seq()).isZero();
    }

    @Test
    void messageIsReadByItsSenderAndItsRecipientOnly() {
        DirectMessage message = send("ada", "bob", "psst");

        assertThat(message)
                .isEqualTo(new DirectMessage(
                        new Position(kept("ada").until().epoch(), 1),
                        time.clock().instant(),
                        "ada's id",
                        "ada",
                        "bob's id",
                        "bob",
                        "psst",
                        null));
        assertThat(kept("ada").messages()).containsExactly(message);
        assertThat(kept("bob").messages()).containsExactly(message);
        assertThat(kept("eve").messages()).isEmpty();
        assertThat(kept("eve").until()).isEqualTo(message.position());
    }

    @Test
    void messageToOneselfIsReadOnce() {
        send("ada", "ada", "note");

        assertThat(texts(kept("ada"))).containsExactly("note");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\0b\0", " spaced ", "two\nlines\n", "\u202eevil\u2066", "'; DROP TABLE message; --", "🦜"})
    void textIsStoredUnchanged(String text) {
        send("ada", "bob", text);

        assertThat(texts(kept("bob"))).containsExactly(text);
    }

    @Test
    void messagesAfterAPositionAreReadInRisingOrder() {
        Position first = send("ada", "bob", "one").position();
        send("bob", "ada", "two");
        send("eve", "zoe", "elsewhere");
        Position last = send("zoe", "bob", "three").position();

        assertThat(texts(kept("bob"))).containsExactly("one", "two", "three");
        assertThat(texts(after("bob", first, 10))).containsExactly("two", "three");
        assertThat(after("bob", last, 10).messages()).isEmpty();
    }

    @Test
    void messagesAfterAPositionAreReadPageByPage() {
        Position start = send("ada", "eve", "before").position();
        for (int i = 1; i <= 5; i++) {
            send(i % 2 == 0 ? "ada" : "bob", i % 2 == 0 ? "bob" : "ada", "m" + i);
            send("eve", "zoe", "elsewhere");
        }

        Page first = after("bob", start, 2);
        Page second = after("bob", first.until(), 2);
        Page third = after("bob", second.until(), 2);
        assertThat(texts(first)).containsExactly("m1", "m2");
        assertThat(texts(second)).containsExactly("m3", "m4");
        assertThat(texts(third)).containsExactly("m5");
        assertThat(third.until().seq()).isEqualTo(11);
        assertThat(after("bob", third.until(), 2).messages()).isEmpty();
    }

    @Test
    void latestMessagesAreReadWithoutAPosition() {
        for (int i = 1; i <= DirectMessageStore.MAX_REPLAY + 3; i++) {
            send(i % 2 == 0 ? "ada" : "bob", i % 2 == 0 ? "bob" : "ada", "m" + i);
        }

        assertThat(kept("ada").messages()).hasSize(DirectMessageStore.MAX_REPLAY);
        assertThat(texts(kept("ada"))).startsWith("m4").endsWith("m203");
        assertThat(texts(get(store().after("ada's id", null, 2)))).containsExactly("m202", "m203");
    }

    @Test
    void floodOfOneUserDoesNotDisplaceTheMessagesOfOthers() {
        send("bob", "ada", "important");
        sendAtOnce(DirectMessageStore.MAX_REPLAY + 50, i -> draft("eve", "ada", "m" + i, null));

        assertThat(texts(kept("ada")))
                .hasSize(DirectMessageStore.MAX_REPLAY)
                .startsWith("important", "m52")
                .endsWith("m250");
    }

    @Test
    void receivedMessagesAreBoundedAndTheOldestOfTheUsersWhoSentMostAreDeleted() {
        String epoch = send("bob", "ada", "important").position().epoch();
        sendAtOnce(1_500, i -> draft("eve" + i % 3, "ada", "m" + i, null));

        List<String> stored = texts(after("ada", new Position(epoch, 0), 10_000));
        assertThat(stored).hasSizeBetween(1_000, 1_100).startsWith("important").endsWith("m1500");
        assertThat(texts(kept("ada"))).startsWith("important").endsWith("m1500");
    }

    @Test
    void sentMessagesAreBoundedAndTheOldestAreDeleted() {
        String epoch = send("bob", "u1", "important").position().epoch();
        sendAtOnce(1_500, i -> draft("eve", "u" + i, "m" + i, null));

        assertThat(texts(after("eve", new Position(epoch, 0), 10_000)))
                .hasSizeBetween(1_000, 1_100)
                .endsWith("m1500");
        assertThat(texts(kept("u1"))).containsExactly("important");
        assertThat(texts(kept("u1500"))).containsExactly("m1500");
    }

    @Test
    void unknownPositionCountsAsNone() {
        Position position = send("ada", "bob", "one").position();

        assertThat(texts(after("bob", new Position("another", 0), 10))).containsExactly("one");
        assertThat(texts(after("bob", new Position(position.epoch(), 2), 10))).containsExactly("one");
    }

    @Test
    void messageIsReadFor24HoursAndThenPruned() {
        send("ada", "bob", "old");
        time.advanceTime(Duration.ofHours(12));
        Position position = send("ada", "bob", "new").position();
        time.advanceTime(Duration.ofHours(12).minusMillis(1));
        assertThat(texts(kept("bob"))).containsExactly("old", "new");

        time.advanceTime(Duration.ofMillis(1));
        assertThat(texts(kept("bob"))).containsExactly("new");
        assertThat(texts(after("bob", new Position(position.epoch(), 0), 10))).containsExactly("new");

        get(store().prune(time.clock().instant()));
        time.advanceTime(Duration.ofHours(-1));
        assertThat(texts(kept("bob"))).containsExactly("new");
    }

    @Test
    void numbersRiseAfterAllMessagesArePruned() {
        Position position = send("ada", "bob", "old").position();
        time.advanceTime(Duration.ofDays(2));
        get(store().prune(time.clock().instant()));

        assertThat(kept("bob").messages()).isEmpty();
        assertThat(send("ada", "bob", "new").position()).isEqualTo(new Position(position.epoch(), 2));
    }

    @Test
    void manyOldMessagesArePruned() {
        sendAtOnce(1_203, i -> draft("ada", "bob", "old", null));
        time.advanceTime(Duration.ofDays(1));
        send("ada", "bob", "new");

        get(store().prune(time.clock().instant()));

        time.advanceTime(Duration.ofHours(-1));
        assertThat(texts(kept("bob"))).containsExactly("new");
    }

    @Test
    void timesDoNotDecreaseWhenTheClockIsAdjusted() {
        Instant first = send("ada", "bob", "one").at();
        time.advanceTime(Duration.ofSeconds(-50));

        assertThat(send("ada", "bob", "two").at()).isEqualTo(first);
    }

    @Test
    void timesFollowTheClockAfterItWasInTheFutureAndItsMessagesAreDeletedWithTheNextOne() {
        Instant first = send("ada", "bob", "one").at();
        time.advanceTime(Duration.ofDays(3_650));
        send("ada", "bob", "ten years ahead");
        time.advanceTime(Duration.ofDays(-3_650).plusMinutes(1));

        assertThat(send("ada", "bob", "right again").at()).isEqualTo(first.plus(Duration.ofMinutes(1)));
        time.advanceTime(DirectMessageStore.KEPT);
        get(store().prune(time.clock().instant()));
        time.advanceTime(Duration.ofHours(-1));

        assertThat(texts(kept("bob"))).isEmpty();
    }

    @Test
    void repeatedReferenceIsStoredOnceFor24Hours() {
        DirectMessageDraft draft = draft("ada", "bob", "psst", REFERENCE);
        Stored stored = (Stored) get(store().append(draft));
        assertThat(stored.repeated()).isFalse();
        assertThat(stored.message().reference()).isEqualTo(REFERENCE);

        time.advanceTime(Duration.ofHours(24).minusMillis(1));
        assertThat(get(store().append(draft("ada", "bob", "psst", REFERENCE))))
                .isEqualTo(new Stored(stored.message(), true));
        assertThat(get(store().append(draft("ada", "bob", "other", REFERENCE)))).isEqualTo(new Conflict());
        assertThat(get(store().append(draft("ada", "eve", "psst", REFERENCE)))).isEqualTo(new Conflict());
        assertThat(get(store().find("ada's id", REFERENCE))).contains(stored.message());
        assertThat(get(store().find("bob's id", REFERENCE))).isEmpty();
        assertThat(kept("bob").messages()).containsExactly(stored.message());

        time.advanceTime(Duration.ofMillis(1));
        assertThat(get(store().find("ada's id", REFERENCE))).isEmpty();
        Stored again = (Stored) get(store().append(draft("ada", "bob", "other", REFERENCE)));
        assertThat(again.repeated()).isFalse();
        assertThat(kept("bob").messages()).containsExactly(again.message());
    }

    @Test
    void referencesOfTwoSendersAreIndependent() {
        get(store().append(draft("ada", "bob", "psst", REFERENCE)));
        get(store().append(draft("bob", "ada", "yes?", REFERENCE)));

        assertThat(texts(kept("bob"))).containsExactly("psst", "yes?");
    }

    @Test
    void appendsAreStoredInTheOrderOfTheCalls() {
        List<CompletionStage<DirectMessageStore.AppendResult>> results = IntStream.range(0, 250)
                .mapToObj(i -> store().append(draft("ada", "bob", "m" + i, new Reference("r" + i % 249))))
                .toList();

        for (int i = 0; i < 249; i++) {
            assertThat(((Stored) get(results.get(i))).message().position().seq())
                    .isEqualTo(i + 1);
        }
        assertThat(get(results.get(249))).isEqualTo(new Conflict());
    }

    @Test
    void concurrentSendersGetDistinctNumbersAndTheReaderMissesNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Callable<Boolean>> senders = List.of(() -> sendMany("ada", "bob"), () -> sendMany("bob", "ada"));
        List<Future<Boolean>> sent = senders.stream().map(threads::submit).toList();
        List<DirectMessage> read = new ArrayList<>();
        Position position = new Position(kept("ada").until().epoch(), 0);
        while (read.size() < 600) {
            Page page = after("ada", position, 50);
            read.addAll(page.messages());
            position = page.until();
        }
        for (Future<Boolean> one : sent) {
            assertThat(one.get()).isTrue();
        }
        threads.shutdown();

        assertThat(read.stream().map(message -> message.position().seq()))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 600).mapToObj(Long::valueOf).toList());
    }

    private boolean sendMany(String from, String to) {
        for (int i = 0; i < 300; i++) {
            send(from, to, from + i);
        }
        return true;
    }
}
