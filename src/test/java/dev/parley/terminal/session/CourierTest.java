package dev.parley.terminal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourierTest {

    private final List<String> sent = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private int unanswered;
    private final Courier courier =
            new Courier(letter -> sent.add(letter.reference()), this::alarm, () -> unanswered++);

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
        courier.put(new Letter(reference, "lobby", "text of " + reference, false));
    }

    @Test
    void oneAfterTheOther() {
        courier.open("lobby");
        put("a");
        put("b");
        assertThat(sent).containsExactly("a");

        assertThat(courier.stored("a")).isPresent();
        assertThat(sent).containsExactly("a", "b");
        courier.stored("b");
        assertThat(courier.waiting()).isEmpty();
        assertThat(alarms).isEmpty();
    }

    @Test
    void askedToWaitItSendsTheSameAgainBeforeAllOthers() {
        courier.open("lobby");
        put("a");
        put("b");
        assertThat(courier.refused("a", "slow-down", Duration.ofMillis(400))).isEmpty();
        assertThat(sent).containsExactly("a");
        assertThat(alarms).extracting(Alarm::after).containsExactly(Duration.ofMillis(400));

        ring();
        courier.stored("a");
        assertThat(sent).containsExactly("a", "a", "b");
    }

    @Test
    void whatIsRefusedForGoodMakesWay() {
        courier.open("lobby");
        put("a");
        put("b");

        assertThat(courier.refused("a", "message-too-long", Duration.ZERO))
                .map(Letter::text)
                .contains("text of a");
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void whatWasUnderWayWhenTheConnectionWentGoesFirstOnTheNext() {
        put("a");
        courier.open("lobby");
        put("b");
        courier.closeAll();
        put("c");
        assertThat(alarms).isEmpty();

        courier.open("lobby");
        courier.stored("a");
        courier.stored("b");
        courier.stored("c");
        assertThat(sent).containsExactly("a", "a", "b", "c");
    }

    @Test
    void anAnswerThatDoesNotComeMakesTheConnectionDoubtful() {
        courier.open("lobby");
        put("a");
        ring();

        assertThat(unanswered).isOne();
        assertThat(courier.waiting()).hasSize(1);
    }

    @Test
    void whatWaitsForARoomOneLeavesIsGivenBack() {
        put("a");

        assertThat(courier.giveUp("lobby")).extracting(Letter::reference).containsExactly("a");
        assertThat(courier.giveUp("lobby")).isEmpty();
    }
}
