package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Counts seconds down. Confined to the event loop. */
final class Countdown {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ClientEventLoop loop;
    private Runnable stop = () -> {};
    private long left;

    Countdown(ClientEventLoop loop) {
        this.loop = loop;
    }

    /**
     * Starts the countdown; an earlier one is stopped.
     *
     * @param wait the time, rounded up to whole seconds
     * @param show receives the seconds left, at once and each second
     * @param done runs at the end
     */
    void start(Duration wait, LongConsumer show, Runnable done) {
        stop();
        left = Math.max(1, wait.plusMillis(999).toSeconds());
        show.accept(left);
        stop = loop.every(SECOND, () -> tick(show, done));
    }

    private void tick(LongConsumer show, Runnable done) {
        left--;
        if (left > 0) {
            show.accept(left);
        } else {
            stop();
            done.run();
        }
    }

    /** Stops the countdown. */
    void stop() {
        stop.run();
    }
}
