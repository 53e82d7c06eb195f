package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private final List<String> sent = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private int unanswered;
    private final SendQueue sendQueue =
            new SendQueue(pendingMessage -> sent.add(pendingMessage.reference()), this::alarm, () -> unanswered++);

    private record Alarm(Duration after, Runnable task) {}

    private Runnable alarm(Duration wait, Runnable task) {
        Alarm alarm = new Alarm(wait, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    private void ring() {
        alarms.remove(0).task().run();
    }

    private void put(String reference) {
        sendQueue.add(new PendingMessage(reference, "lobby", "text of " + reference, false));
    }

    @Test
    void oneAfterTheOther() {
        sendQueue.open("lobby");
        put("a");
        put("b");
        assertThat(sent).containsExactly("a");

        assertThat(sendQueue.stored("a")).isPresent();
        assertThat(sent).containsExactly("a", "b");
        sendQueue.stored("b");
        assertThat(sendQueue.pendingMessages()).isEmpty();
        assertThat(alarms).isEmpty();
    }

    @Test
    void askedToWaitItSendsTheSameAgainBeforeAllOthers() {
        sendQueue.open("lobby");
        put("a");
        put("b");
        assertThat(sendQueue.refused("a", "slow-down", Duration.ofMillis(400))).isEmpty();
        assertThat(sent).containsExactly("a");
        assertThat(alarms).extracting(Alarm::after).containsExactly(Duration.ofMillis(400));

        ring();
        sendQueue.stored("a");
        assertThat(sent).containsExactly("a", "a", "b");
    }

    @Test
    void whatIsRefusedForGoodMakesWay() {
        sendQueue.open("lobby");
        put("a");
        put("b");

        assertThat(sendQueue.refused("a", "message-too-long", Duration.ZERO))
                .map(PendingMessage::text)
                .contains("text of a");
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void whatWasUnderWayWhenTheConnectionWentGoesFirstOnTheNext() {
        put("a");
        sendQueue.open("lobby");
        put("b");
        sendQueue.closeAll();
        put("c");
        assertThat(alarms).isEmpty();

        sendQueue.open("lobby");
        sendQueue.stored("a");
        sendQueue.stored("b");
        sendQueue.stored("c");
        assertThat(sent).containsExactly("a", "a", "b", "c");
    }

    @Test
    void anAnswerThatDoesNotComeMakesTheConnectionDoubtful() {
        sendQueue.open("lobby");
        put("a");
        ring();

        assertThat(unanswered).isOne();
        assertThat(sendQueue.pendingMessages()).hasSize(1);
    }

    @Test
    void whatWaitsForARoomOneLeavesIsGivenBack() {
        put("a");

        assertThat(sendQueue.discard("lobby"))
                .extracting(PendingMessage::reference)
                .containsExactly("a");
        assertThat(sendQueue.discard("lobby")).isEmpty();
    }
}
