package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Counts seconds down, on the turns, to which it is confined. */
final class Countdown {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ClientEventLoop clientEventLoop;
    private Runnable stop = () -> {};
    private long left;

    Countdown(ClientEventLoop clientEventLoop) {
        this.clientEventLoop = clientEventLoop;
    }

    /**
     * Begins, in place of what was counted before.
     *
     * @param wait rounded up to whole seconds
     * @param show is told at once and each second how many are left
     * @param done what follows when none is
     */
    void start(Duration wait, LongConsumer show, Runnable done) {
        stop();
        left = Math.max(1, wait.plusMillis(999).toSeconds());
        show.accept(left);
        stop = clientEventLoop.every(SECOND, () -> tick(show, done));
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

    /** Counts no more. */
    void stop() {
        stop.run();
    }
}
