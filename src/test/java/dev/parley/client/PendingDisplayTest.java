package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.PendingMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingDisplayTest {

    private static final PendingMessage MESSAGE = new PendingMessage("r-1", "lobby", "hello", false);

    private final List<PendingMessage> pending = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private int redraws;
    private final PendingDisplay display = new PendingDisplay(
            (wait, task) -> {
                scheduled.add(task);
                return () -> {};
            },
            () -> List.copyOf(pending),
            () -> redraws++);

    private void add() {
        pending.add(MESSAGE);
        display.onPendingChanged();
    }

    private void removeAll() {
        pending.clear();
        display.onPendingChanged();
    }

    private void runTimer() {
        scheduled.remove(0).run();
    }

    @Test
    void messageIsShownOnlyAfterAMoment() {
        add();
        assertThat(display.shown()).isEmpty();
        assertThat(redraws).isZero();
        runTimer();
        assertThat(display.shown()).containsExactly(MESSAGE);
        assertThat(redraws).isEqualTo(1);
    }

    @Test
    void messageStoredAtOnceIsNeverShown() {
        add();
        removeAll();
        runTimer();
        assertThat(display.shown()).isEmpty();
        assertThat(redraws).isZero();
    }

    @Test
    void oneTimerServesAllMessages() {
        add();
        add();
        assertThat(scheduled).hasSize(1);
        runTimer();
        add();
        assertThat(scheduled).isEmpty();
        assertThat(display.shown()).hasSize(3);
    }

    @Test
    void nextMessageWaitsAgainAfterAllAreStored() {
        add();
        runTimer();
        removeAll();
        assertThat(display.shown()).isEmpty();
        add();
        assertThat(display.shown()).isEmpty();
        assertThat(scheduled).hasSize(1);
    }
}
