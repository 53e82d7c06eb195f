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

/** Checks receipts, references and refusals of published messages. */
class PublishTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");

    @Test
    void receiptContainsThePositionOfTheStoredMessage() {
        Receipt receipt = (Receipt) server.publish(ada, "hello", "r-1");
        assertThat(receipt.room()).isEqualTo(RoomName.LOBBY);
        assertThat(receipt.position().seq()).isEqualTo(1);
        assertThat(receipt.reference()).isEqualTo(new Reference("r-1"));
        assertThat(server.get(server.chatServer
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
    void repeatedReferenceReturnsTheSameReceiptAndIsDeliveredOnce() {
        RequestResult first = server.publish(ada, "hello", "r-1");
        server.publish(bob, "in between");
        RequestResult second = server.publish(ada, "hello", "r-1");
        assertThat(second).isEqualTo(repeated(first));
        assertThat(bob.recordingSubscriber().texts()).containsExactly("hello", "in between");
        assertThat(ada.recordingSubscriber().texts()).containsExactly("hello", "in between");
    }

    /** Returns the receipt of a request that repeats another one. */
    private static Receipt repeated(RequestResult first) {
        assertThat(first).isInstanceOf(Receipt.class);
        Receipt receipt = (Receipt) first;
        assertThat(receipt.repeated()).isFalse();
        return new Receipt(receipt.room(), receipt.position(), receipt.at(), receipt.reference(), true);
    }

    @Test
    void concurrentRequestsWithOneReferenceAreStoredOnce() {
        var first = ada.session().publish(RoomName.LOBBY, "hello", false, new Reference("r-1"));
        var second = ada.session().publish(RoomName.LOBBY, "hello", false, new Reference("r-1"));
        assertThat(server.get(second)).isEqualTo(repeated(server.get(first)));
        assertThat(bob.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void repeatedReferenceAfterARestartIsStoredOnce() {
        RequestResult first = server.publish(ada, "hello", "r-1");
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        TestSession again = restarted.join(
                restarted.loginBrowser("ada", ada.session().token().orElseThrow()),
                RoomName.LOBBY,
                new ReplayFrom.Last(50));
        assertThat(restarted.publish(again, "hello", "r-1")).isEqualTo(repeated(first));
        assertThat(again.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void sameReferenceOfAnotherUserIsAnotherMessage() {
        server.publish(ada, "hello", "r-1");
        assertThat(((Receipt) server.publish(bob, "hello", "r-1")).position().seq())
                .isEqualTo(2);
    }

    @Test
    void repeatedReferenceAfterADayIsAnotherMessage() {
        server.publish(ada, "hello", "r-1");
        server.advanceTime(Duration.ofHours(25));
        assertThat(((Receipt) server.publish(ada, "hello", "r-1")).position().seq())
                .isEqualTo(2);
    }

    @Test
    void repeatedReferenceWithAnotherTextIsRefused() {
        server.publish(ada, "hello", "r-1");
        assertThat(((Refusal) server.publish(ada, "goodbye", "r-1")).code()).isEqualTo("reference-conflict");
        assertThat(bob.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void messagesOfOneConnectionKeepTheirOrder() {
        List<CompletionStage<RequestResult>> requestResults = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            requestResults.add(ada.session().publish(RoomName.LOBBY, "m" + i, false, null));
        }
        server.settle();
        assertThat(requestResults)
                .allSatisfy(
                        requestResult -> assertThat(server.get(requestResult)).isInstanceOf(Receipt.class));
        assertThat(bob.recordingSubscriber().texts())
                .hasSize(100)
                .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(1));
    }

    @Test
    void refusedMessageUsesNoNumber() {
        server.publish(ada, "one");
        assertThat(((Refusal) server.publish(ada, "x".repeat(501))).code()).isEqualTo("message-too-long");
        server.publish(ada, "one", "r");
        server.publish(ada, "other", "r");
        server.publish(ada, "three");
        assertThat(bob.recordingSubscriber().numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void messageLengthIsCountedInCodePoints() {
        String text = "\uD83D\uDC4B".repeat(500);
        assertThat(server.publish(ada, text)).isInstanceOf(Receipt.class);
        assertThat(bob.recordingSubscriber().texts()).containsExactly(text);
    }

    @Test
    void refusalOfALongMessageContainsItsLengthAndTheLimit() {
        Refusal refusal = (Refusal) server.publish(ada, "x".repeat(501));
        assertThat(refusal.sentence()).contains("501").contains("500");
    }

    @Test
    void blankMessageIsRefused() {
        for (String text : List.of(" \n\t", "\u200b", "\u3164\u00ad \ufe0f", "\u2800")) {
            assertThat(((Refusal) server.publish(ada, text)).code()).isEqualTo("message-empty");
        }
    }

    @Test
    void lineEndsAndUnpairedSurrogatesAreNormalized() {
        server.publish(ada, "a\r\nb\rc\uD800d");
        assertThat(bob.recordingSubscriber().texts()).containsExactly("a\nb\nc\uFFFDd");
    }

    @Test
    void messageOfANonMemberIsRefused() {
        RoomName java = new RoomName("java");
        server.join(bob, java, new ReplayFrom.Last(0));
        var requestResult = ada.session().publish(java, "hello", false, null);
        assertThat(((Refusal) server.get(requestResult)).code()).isEqualTo("not-in-room");
        assertThat(bob.recordingSubscriber().texts()).isEmpty();
    }

    @Test
    void messageAfterAPendingJoinIsAccepted() {
        RoomName java = new RoomName("java");
        ada.session().join(java, new ReplayFrom.Last(0));
        assertThat(server.get(ada.session().publish(java, "hello", false, null)))
                .isInstanceOf(Receipt.class);
    }

    @Test
    void fullDiskRefusesMessagesUntilThereIsSpaceWhilePresenceContinues() {
        server.publish(ada, "before");
        server.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        assertThat(((Refusal) server.publish(ada, "lost")).code()).isEqualTo("storage-full");
        bob.session().leave(RoomName.LOBBY);
        server.settle();
        assertThat(ada.recordingSubscriber().received(RoomEvent.Left.class)).hasSize(1);
        server.history.failWritesWith(null);
        assertThat(((Receipt) server.publish(ada, "after")).position().seq()).isEqualTo(2);
        assertThat(ada.recordingSubscriber().texts()).containsExactly("before", "after");
    }

    @Test
    void joinThatCannotCreateARoomOnAFullDiskIsRefused() {
        server.history.failWith(new StorageException("disk", true, new IOException("no space")));

        JoinResult joinResult = server.get(ada.session().join(new RoomName("tea"), new ReplayFrom.Last(0)));

        assertThat(((Refusal) joinResult).code()).isEqualTo("storage-full");
        server.history.failWith(null);
        assertThat(server.get(ada.session().join(new RoomName("tea"), new ReplayFrom.Last(0))))
                .isInstanceOf(Membership.class);
    }

    @Test
    void storageHealthReportsAFullDiskUntilAMessageIsStored() {
        StorageHealth storageHealth = server.chatServer.roomRegistry().storageHealth();
        AtomicInteger changes = new AtomicInteger();
        server.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onStorageHealthChanged() {
                changes.incrementAndGet();
            }
        });
        server.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        assertThat(storageHealth.problem()).isEmpty();

        server.publish(ada, "lost");
        server.publish(ada, "lost, too");

        assertThat(storageHealth.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("storage-full"));
        server.history.failWritesWith(null);
        server.publish(ada, "stored");
        assertThat(storageHealth.problem()).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @Test
    void unavailableStorageIsDetectedWithoutAnyMessage() {
        StorageHealth storageHealth = server.chatServer.roomRegistry().storageHealth();
        server.history.failWith(new StorageException("file", false, new IOException("the file is gone")));
        server.advanceTime(Duration.ofSeconds(1));

        assertThat(storageHealth.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("storage-failed"));
        server.history.failWith(null);
        server.advanceTime(Duration.ofSeconds(2));
        assertThat(storageHealth.problem()).isEmpty();
    }

    @Test
    void joinThatFailsBecauseOfTheStorageChangesItsHealth() {
        StorageHealth storageHealth = server.chatServer.roomRegistry().storageHealth();
        server.history.failWith(new StorageException("file", false, new IOException("the file is gone")));

        server.get(ada.session().join(new RoomName("tea"), new ReplayFrom.Last(0)));

        assertThat(storageHealth.problem()).isPresent();
    }

    @Test
    void storageHealthRecoversWithoutNewMessages() {
        StorageHealth storageHealth = server.chatServer.roomRegistry().storageHealth();
        server.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        server.publish(ada, "lost");
        server.advanceTime(Duration.ofSeconds(10));
        assertThat(storageHealth.problem()).isPresent();

        server.history.failWritesWith(new StorageException("disk", false, new IOException("no disk")));
        server.advanceTime(Duration.ofSeconds(2));
        assertThat(storageHealth.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("storage-failed"));

        server.history.failWritesWith(null);
        server.advanceTime(Duration.ofSeconds(2));
        assertThat(storageHealth.problem()).isEmpty();
    }

    @Test
    void messageOverTheRateLimitIsRefusedWithARetryDelay() {
        ServerLimits limited = new ServerLimits(
                TestChatServer.RULES.names(), 500, 5, 3, 50, 10, 5, Duration.ofSeconds(15), 100, Duration.ZERO, 10);
        TestChatServer strict = new TestChatServer(limited, null);
        TestSession eve = strict.joinLobby("eve");
        for (int i = 0; i < 3; i++) {
            assertThat(strict.publish(eve, "m" + i)).isInstanceOf(Receipt.class);
        }
        Refusal refusal = (Refusal) strict.publish(eve, "one too many");
        assertThat(refusal.code()).isEqualTo("slow-down");
        assertThat(refusal.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofMillis(200));
        assertThat(eve.session().nextMessageDelay()).isPositive();
    }

    @Test
    void sessionIsDisconnectedWhenAMessageIsUnansweredForFiveSeconds() {
        ada.session().publish(RoomName.LOBBY, "stuck", false, null);
        server.scheduler.advanceTime(Duration.ofSeconds(7));
        assertThat(ada.recordingSubscriber().disconnectCodes()).contains("storage-failed");
        assertThat(bob.recordingSubscriber().disconnectCodes()).isEmpty();
    }

    @Test
    void timesNeverDecreaseWithinARoom() {
        server.publish(ada, "one");
        server.advanceTime(Duration.ofMillis(3));
        server.publish(bob, "two");
        var times = bob.recordingSubscriber().received(RoomEvent.Said.class).stream()
                .map(said -> said.message().at())
                .toList();
        assertThat(times).isSorted().hasSize(2);
    }
}
