package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.room.StorageHealth;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is promised to whoever sends. */
class PublishTest {

    private final TestChatServer home = new TestChatServer();
    private final TestSession ada = home.inLobby("ada");
    private final TestSession bob = home.inLobby("bob");

    @Test
    void aReceiptSaysWhereTheMessageIsStored() {
        Receipt receipt = (Receipt) home.say(ada, "hello", "r-1");
        assertThat(receipt.room()).isEqualTo(RoomName.LOBBY);
        assertThat(receipt.position().seq()).isEqualTo(1);
        assertThat(receipt.reference()).isEqualTo(new Reference("r-1"));
        assertThat(home.get(home.chatServer
                        .roomRegistry()
                        .find(RoomName.LOBBY)
                        .orElseThrow()
                        .last(1)))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.position()).isEqualTo(receipt.position());
                    assertThat(message.at()).isEqualTo(receipt.at());
                    assertThat(message.text()).isEqualTo("hello");
                });
    }

    @Test
    void theSameReferenceAgainGetsTheSameReceiptAndNobodyHearsItTwice() {
        RequestResult first = home.say(ada, "hello", "r-1");
        home.say(bob, "in between");
        RequestResult second = home.say(ada, "hello", "r-1");
        assertThat(second).isEqualTo(first);
        assertThat(bob.recordingSubscriber().texts()).containsExactly("hello", "in between");
        assertThat(ada.recordingSubscriber().texts()).containsExactly("hello", "in between");
    }

    @Test
    void theSameReferenceTwiceAtOnceIsStoredOnce() {
        var first = ada.session().publish(RoomName.LOBBY, "hello", false, new Reference("r-1"));
        var second = ada.session().publish(RoomName.LOBBY, "hello", false, new Reference("r-1"));
        assertThat(home.get(first)).isInstanceOf(Receipt.class).isEqualTo(home.get(second));
        assertThat(bob.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void theSameReferenceAfterARestartIsStoredOnce() {
        RequestResult first = home.say(ada, "hello", "r-1");
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, home.history);
        TestSession again = restarted.join(
                restarted.browser("ada", ada.session().token().orElseThrow()), RoomName.LOBBY, new ReplayFrom.Last(50));
        assertThat(restarted.say(again, "hello", "r-1")).isEqualTo(first);
        assertThat(again.recordingSubscriber().texts()).containsExactly("hello");
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
        assertThat(bob.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void twoSendsOnOneConnectionKeepTheirOrder() {
        List<CompletionStage<RequestResult>> requestResults = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            requestResults.add(ada.session().publish(RoomName.LOBBY, "m" + i, false, null));
        }
        home.settle();
        assertThat(requestResults)
                .allSatisfy(requestResult -> assertThat(home.get(requestResult)).isInstanceOf(Receipt.class));
        assertThat(bob.recordingSubscriber().texts())
                .hasSize(100)
                .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
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
        assertThat(bob.recordingSubscriber().numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void fiveHundredCharactersArriveWholeAlsoOutsideTheBasicPlane() {
        String text = "\uD83D\uDC4B".repeat(500);
        assertThat(home.say(ada, text)).isInstanceOf(Receipt.class);
        assertThat(bob.recordingSubscriber().texts()).containsExactly(text);
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
        assertThat(bob.recordingSubscriber().texts()).containsExactly("a\nb\nc\uFFFDd");
    }

    @Test
    void sendingToARoomOneIsNotInIsRefused() {
        RoomName java = new RoomName("java");
        home.join(bob, java, new ReplayFrom.Last(0));
        var requestResult = ada.session().publish(java, "hello", false, null);
        assertThat(((Refusal) home.get(requestResult)).code()).isEqualTo("not-in-room");
        assertThat(bob.recordingSubscriber().texts()).isEmpty();
    }

    @Test
    void sendingBehindAJoinCountsAsInTheRoom() {
        RoomName java = new RoomName("java");
        ada.session().join(java, new ReplayFrom.Last(0));
        assertThat(home.get(ada.session().publish(java, "hello", false, null))).isInstanceOf(Receipt.class);
    }

    @Test
    void aFullDiskRefusesSendsWhilePresenceGoesOnAndMendsByItself() {
        home.say(ada, "before");
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        assertThat(((Refusal) home.say(ada, "lost")).code()).isEqualTo("storage-full");
        bob.session().leave(RoomName.LOBBY);
        home.settle();
        assertThat(ada.recordingSubscriber().heard(RoomEvent.Left.class)).hasSize(1);
        home.history.failWritesWith(null);
        assertThat(((Receipt) home.say(ada, "after")).position().seq()).isEqualTo(2);
        assertThat(ada.recordingSubscriber().texts()).containsExactly("before", "after");
    }

    @Test
    void aRoomThatCannotBeMadeOnAFullDiskSaysSo() {
        home.history.failWith(new StorageException("disk", true, new IOException("no space")));

        JoinResult joinResult = home.get(ada.session().join(new RoomName("tea"), new ReplayFrom.Last(0)));

        assertThat(((Refusal) joinResult).code()).isEqualTo("storage-full");
        home.history.failWith(null);
        assertThat(home.get(ada.session().join(new RoomName("tea"), new ReplayFrom.Last(0))))
                .isInstanceOf(Membership.class);
    }

    @Test
    void thatTheDiskIsFullIsKnownUntilMessagesAreStoredAgain() {
        StorageHealth storageHealth = home.chatServer.roomRegistry().storageHealth();
        AtomicInteger changes = new AtomicInteger();
        home.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onStorageHealthChanged() {
                changes.incrementAndGet();
            }
        });
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        assertThat(storageHealth.problem()).isEmpty();

        home.say(ada, "lost");
        home.say(ada, "lost, too");

        assertThat(storageHealth.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("storage-full"));
        home.history.failWritesWith(null);
        home.say(ada, "stored");
        assertThat(storageHealth.problem()).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @Test
    void thatThereIsSpaceAgainIsFoundOutWhereNobodySaysAnything() {
        StorageHealth storageHealth = home.chatServer.roomRegistry().storageHealth();
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        home.say(ada, "lost");
        home.pass(Duration.ofSeconds(10));
        assertThat(storageHealth.problem()).isPresent();

        home.history.failWritesWith(new StorageException("disk", false, new IOException("no disk")));
        home.pass(Duration.ofSeconds(2));
        assertThat(storageHealth.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("storage-failed"));

        home.history.failWritesWith(null);
        home.pass(Duration.ofSeconds(2));
        assertThat(storageHealth.problem()).isEmpty();
    }

    @Test
    void whoSendsTooFastIsToldHowLongToWait() {
        ServerLimits limited = new ServerLimits(
                TestChatServer.RULES.names(), 500, 5, 3, 50, 10, 5, Duration.ofSeconds(15), 100, Duration.ZERO);
        TestChatServer strict = new TestChatServer(limited, null);
        TestSession eve = strict.inLobby("eve");
        for (int i = 0; i < 3; i++) {
            assertThat(strict.say(eve, "m" + i)).isInstanceOf(Receipt.class);
        }
        Refusal refusal = (Refusal) strict.say(eve, "one too many");
        assertThat(refusal.code()).isEqualTo("slow-down");
        assertThat(refusal.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofMillis(200));
        assertThat(eve.session().nextMessageDelay()).isPositive();
    }

    @Test
    void whoGetsNoAnswerInFiveSecondsIsSentOffToComeBack() {
        ada.session().publish(RoomName.LOBBY, "stuck", false, null);
        home.alarms.pass(Duration.ofSeconds(7));
        assertThat(ada.recordingSubscriber().farewells()).contains("storage-failed");
        assertThat(bob.recordingSubscriber().farewells()).isEmpty();
    }

    @Test
    void timesNeverDecreaseWithinARoom() {
        home.say(ada, "one");
        home.pass(Duration.ofMillis(3));
        home.say(bob, "two");
        var times = bob.recordingSubscriber().heard(RoomEvent.Said.class).stream()
                .map(said -> said.message().at())
                .toList();
        assertThat(times).isSorted().hasSize(2);
    }
}
