package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private final List<String> sent = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private int unanswered;
    private final SendQueue sendQueue =
            new SendQueue(pendingMessage -> sent.add(pendingMessage.reference()), this::schedule, () -> unanswered++);

    private record Timer(Duration after, Runnable task) {}

    private Runnable schedule(Duration wait, Runnable task) {
        Timer timer = new Timer(wait, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    private void fireTimer() {
        timers.remove(0).task().run();
    }

    private void add(String reference) {
        sendQueue.add(new PendingMessage(reference, "lobby", "text of " + reference, false));
    }

    @Test
    void messagesAreSentOneByOne() {
        sendQueue.open("lobby");
        add("a");
        add("b");
        assertThat(sent).containsExactly("a");

        assertThat(sendQueue.stored("a")).isPresent();
        assertThat(sent).containsExactly("a", "b");
        sendQueue.stored("b");
        assertThat(sendQueue.pendingMessages()).isEmpty();
        assertThat(timers).isEmpty();
    }

    @Test
    void slowDownResendsTheMessageBeforeAllOthers() {
        sendQueue.open("lobby");
        add("a");
        add("b");
        assertThat(sendQueue.refused("a", "slow-down", Duration.ofMillis(400))).isEmpty();
        assertThat(sent).containsExactly("a");
        assertThat(timers).extracting(Timer::after).containsExactly(Duration.ofMillis(400));

        fireTimer();
        sendQueue.stored("a");
        assertThat(sent).containsExactly("a", "a", "b");
    }

    @Test
    void refusedMessageDoesNotBlockTheNext() {
        sendQueue.open("lobby");
        add("a");
        add("b");

        assertThat(sendQueue.refused("a", "message-too-long", Duration.ZERO))
                .map(PendingMessage::text)
                .contains("text of a");
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void unconfirmedMessageIsResentFirstOnTheNextConnection() {
        add("a");
        sendQueue.open("lobby");
        add("b");
        sendQueue.closeAll();
        add("c");
        assertThat(timers).isEmpty();

        sendQueue.open("lobby");
        sendQueue.stored("a");
        sendQueue.stored("b");
        sendQueue.stored("c");
        assertThat(sent).containsExactly("a", "a", "b", "c");
    }

    @Test
    void missingAnswerIsReported() {
        sendQueue.open("lobby");
        add("a");
        fireTimer();

        assertThat(unanswered).isOne();
        assertThat(sendQueue.pendingMessages()).hasSize(1);
    }

    @Test
    void discardReturnsPendingMessagesOfTheRoom() {
        add("a");

        assertThat(sendQueue.discard("lobby"))
                .extracting(PendingMessage::reference)
                .containsExactly("a");
        assertThat(sendQueue.discard("lobby")).isEmpty();
    }
}
