package dev.parley.client;

import dev.parley.client.session.ClientTimer;
import dev.parley.client.session.PendingMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides which pending messages are shown above the prompt: none until one has been pending for a moment, then all
 * until none is pending. Confined to the event loop.
 */
final class PendingDisplay {

    private static final Duration SHOWN_AFTER = Duration.ofMillis(300);

    private final ClientTimer timer;
    private final Supplier<List<PendingMessage>> pending;
    private final Runnable redraw;
    private State state = State.HIDDEN;

    private enum State {
        HIDDEN,
        /** Shown after a moment, if messages are pending then. */
        DUE,
        SHOWN
    }

    /**
     * Creates a display that shows nothing.
     *
     * @param pending returns the pending messages
     * @param redraw draws the prompt with the messages of {@link #shown}
     */
    PendingDisplay(ClientTimer timer, Supplier<List<PendingMessage>> pending, Runnable redraw) {
        this.timer = timer;
        this.pending = pending;
        this.redraw = redraw;
    }

    /** Called when the pending messages have changed. */
    void onPendingChanged() {
        if (state == State.SHOWN) {
            redraw.run();
        } else if (state == State.HIDDEN && !pending.get().isEmpty()) {
            state = State.DUE;
            timer.schedule(SHOWN_AFTER, this::onDue);
        }
    }

    private void onDue() {
        state = pending.get().isEmpty() ? State.HIDDEN : State.SHOWN;
        if (state == State.SHOWN) {
            redraw.run();
        }
    }

    /** Returns the messages to show. */
    List<PendingMessage> shown() {
        if (state != State.SHOWN) {
            return List.of();
        }
        List<PendingMessage> messages = pending.get();
        if (messages.isEmpty()) {
            state = State.HIDDEN;
        }
        return messages;
    }
}
