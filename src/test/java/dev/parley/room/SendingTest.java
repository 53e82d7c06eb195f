package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.room.QuietHouse.Guest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is promised to whoever sends. */
class SendingTest {

    private final QuietHouse home = new QuietHouse();
    private final Guest ada = home.inLobby("ada");
    private final Guest bob = home.inLobby("bob");

    @Test
    void aReceiptSaysWhereTheMessageIsStored() {
        Receipt receipt = (Receipt) home.say(ada, "hello", "r-1");
        assertThat(receipt.room()).isEqualTo(RoomName.LOBBY);
        assertThat(receipt.position().seq()).isEqualTo(1);
        assertThat(receipt.reference()).isEqualTo(new Reference("r-1"));
        assertThat(home.get(
                        home.house.rooms().find(RoomName.LOBBY).orElseThrow().last(1)))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.position()).isEqualTo(receipt.position());
                    assertThat(message.at()).isEqualTo(receipt.at());
                    assertThat(message.text()).isEqualTo("hello");
                });
    }

    @Test
    void theSameReferenceAgainGetsTheSameReceiptAndNobodyHearsItTwice() {
        Answer first = home.say(ada, "hello", "r-1");
        home.say(bob, "in between");
        Answer second = home.say(ada, "hello", "r-1");
        assertThat(second).isEqualTo(first);
        assertThat(bob.ear().texts()).containsExactly("hello", "in between");
        assertThat(ada.ear().texts()).containsExactly("hello", "in between");
    }

    @Test
    void theSameReferenceTwiceAtOnceIsStoredOnce() {
        var first = ada.visit().post(RoomName.LOBBY, "hello", false, new Reference("r-1"));
        var second = ada.visit().post(RoomName.LOBBY, "hello", false, new Reference("r-1"));
        assertThat(home.get(first)).isInstanceOf(Receipt.class).isEqualTo(home.get(second));
        assertThat(bob.ear().texts()).containsExactly("hello");
    }

    @Test
    void theSameReferenceAfterARestartIsStoredOnce() {
        Answer first = home.say(ada, "hello", "r-1");
        QuietHouse restarted = new QuietHouse(QuietHouse.RULES, home.history);
        Guest again = restarted.join(
                restarted.browser("ada", ada.visit().token().orElseThrow()), RoomName.LOBBY, new Since.Last(50));
        assertThat(restarted.say(again, "hello", "r-1")).isEqualTo(first);
        assertThat(again.ear().texts()).containsExactly("hello");
    }

    @Test
    void theSameReferenceOfSomebodyElseIsAnotherMessage() {
        home.say(ada, "hello", "r-1");
        assertThat(((Receipt) home.say(bob, "hello", "r-1")).position().seq()).isEqualTo(2);
    }

    @Test
    void theSameReferenceAfterADayIsAnotherMessage() {
        home.say(ada, "hello", "r-1");
        home.pass(Duration.ofHours(25));
        assertThat(((Receipt) home.say(ada, "hello", "r-1")).position().seq()).isEqualTo(2);
    }

    @Test
    void aReferenceUsedForAnotherTextIsRefused() {
        home.say(ada, "hello", "r-1");
        assertThat(((Refusal) home.say(ada, "goodbye", "r-1")).code()).isEqualTo("reference-conflict");
        assertThat(bob.ear().texts()).containsExactly("hello");
    }

    @Test
    void twoSendsOnOneConnectionKeepTheirOrder() {
        List<CompletionStage<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(ada.visit().post(RoomName.LOBBY, "m" + i, false, null));
        }
        home.settle();
        assertThat(answers).allSatisfy(answer -> assertThat(home.get(answer)).isInstanceOf(Receipt.class));
        assertThat(bob.ear().texts()).hasSize(100).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(1));
    }

    @Test
    void aRefusedSendUsesNoNumber() {
        home.say(ada, "one");
        assertThat(((Refusal) home.say(ada, "x".repeat(501))).code()).isEqualTo("message-too-long");
        home.say(ada, "one", "r");
        home.say(ada, "other", "r");
        home.say(ada, "three");
        assertThat(bob.ear().numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void fiveHundredCharactersArriveWholeAlsoOutsideTheBasicPlane() {
        String text = "\uD83D\uDC4B".repeat(500);
        assertThat(home.say(ada, text)).isInstanceOf(Receipt.class);
        assertThat(bob.ear().texts()).containsExactly(text);
    }

    @Test
    void theRefusalOfALongMessageSaysItsLengthAndTheLimit() {
        Refusal refusal = (Refusal) home.say(ada, "x".repeat(501));
        assertThat(refusal.sentence()).contains("501").contains("500");
    }

    @Test
    void aMessageWithoutAnyVisibleCharacterIsRefused() {
        assertThat(((Refusal) home.say(ada, " \n\t")).code()).isEqualTo("message-empty");
    }

    @Test
    void lineEndsAndBrokenSurrogatesAreMendedBeforeAnybodyReads() {
        home.say(ada, "a\r\nb\rc\uD800d");
        assertThat(bob.ear().texts()).containsExactly("a\nb\nc\uFFFDd");
    }

    @Test
    void sendingToARoomOneIsNotInIsRefused() {
        RoomName java = new RoomName("java");
        home.join(bob, java, new Since.Last(0));
        var answer = ada.visit().post(java, "hello", false, null);
        assertThat(((Refusal) home.get(answer)).code()).isEqualTo("not-in-room");
        assertThat(bob.ear().texts()).isEmpty();
    }

    @Test
    void sendingBehindAJoinCountsAsInTheRoom() {
        RoomName java = new RoomName("java");
        ada.visit().join(java, new Since.Last(0));
        assertThat(home.get(ada.visit().post(java, "hello", false, null))).isInstanceOf(Receipt.class);
    }

    @Test
    void aFullDiskRefusesSendsWhilePresenceGoesOnAndMendsByItself() {
        home.say(ada, "before");
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        assertThat(((Refusal) home.say(ada, "lost")).code()).isEqualTo("storage-full");
        bob.visit().leave(RoomName.LOBBY);
        home.settle();
        assertThat(ada.ear().heard(RoomEvent.Left.class)).hasSize(1);
        home.history.failWritesWith(null);
        assertThat(((Receipt) home.say(ada, "after")).position().seq()).isEqualTo(2);
        assertThat(ada.ear().texts()).containsExactly("before", "after");
    }

    @Test
    void aRoomThatCannotBeMadeOnAFullDiskSaysSo() {
        home.history.failWith(new StorageException("disk", true, new IOException("no space")));

        Seating seating = home.get(ada.visit().join(new RoomName("tea"), new Since.Last(0)));

        assertThat(((Refusal) seating).code()).isEqualTo("storage-full");
        home.history.failWith(null);
        assertThat(home.get(ada.visit().join(new RoomName("tea"), new Since.Last(0))))
                .isInstanceOf(Seat.class);
    }

    @Test
    void thatTheDiskIsFullIsKnownUntilMessagesAreStoredAgain() {
        Storage storage = home.house.rooms().storage();
        AtomicInteger changes = new AtomicInteger();
        home.house.watch(new Watcher() {
            @Override
            public void storageChanged() {
                changes.incrementAndGet();
            }
        });
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        assertThat(storage.problem()).isEmpty();

        home.say(ada, "lost");
        home.say(ada, "lost, too");

        assertThat(storage.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("storage-full"));
        home.history.failWritesWith(null);
        home.say(ada, "stored");
        assertThat(storage.problem()).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @Test
    void thatThereIsSpaceAgainIsFoundOutWhereNobodySaysAnything() {
        Storage storage = home.house.rooms().storage();
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        home.say(ada, "lost");
        home.pass(Duration.ofSeconds(10));
        assertThat(storage.problem()).isPresent();

        home.history.failWritesWith(new StorageException("disk", false, new IOException("no disk")));
        home.pass(Duration.ofSeconds(2));
        assertThat(storage.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("storage-failed"));

        home.history.failWritesWith(null);
        home.pass(Duration.ofSeconds(2));
        assertThat(storage.problem()).isEmpty();
    }

    @Test
    void whoSendsTooFastIsToldHowLongToWait() {
        HouseRules limited = new HouseRules(
                QuietHouse.RULES.names(), 500, 5, 3, 50, 10, 5, Duration.ofSeconds(15), 100, Duration.ZERO);
        QuietHouse strict = new QuietHouse(limited, null);
        Guest eve = strict.inLobby("eve");
        for (int i = 0; i < 3; i++) {
            assertThat(strict.say(eve, "m" + i)).isInstanceOf(Receipt.class);
        }
        Refusal refusal = (Refusal) strict.say(eve, "one too many");
        assertThat(refusal.code()).isEqualTo("slow-down");
        assertThat(refusal.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofMillis(200));
        assertThat(eve.visit().untilNext()).isPositive();
    }

    @Test
    void whoGetsNoAnswerInFiveSecondsIsSentOffToComeBack() {
        ada.visit().post(RoomName.LOBBY, "stuck", false, null);
        home.alarms.pass(Duration.ofSeconds(7));
        assertThat(ada.ear().farewells()).contains("storage-failed");
        assertThat(bob.ear().farewells()).isEmpty();
    }

    @Test
    void timesNeverDecreaseWithinARoom() {
        home.say(ada, "one");
        home.pass(Duration.ofMillis(3));
        home.say(bob, "two");
        var times = bob.ear().heard(RoomEvent.Said.class).stream()
                .map(said -> said.message().at())
                .toList();
        assertThat(times).isSorted().hasSize(2);
    }
}
