package dev.parley.console;

import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The time before a shutdown in which the server serves its users as before, but reports that it is not ready, so that a
 * load balancer sends new connections to other servers. Thread-safe.
 */
public final class DrainPeriod {

    private final Duration time;
    private final Scheduler scheduler;
    private final Runnable refusingTraffic;
    private final CompletableFuture<Boolean> skipped = new CompletableFuture<>();

    /**
     * Creates a period that has not started.
     *
     * @param time the length; zero for none
     * @param refusingTraffic reports from now on that the server is not ready
     */
    public DrainPeriod(Duration time, Scheduler scheduler, Runnable refusingTraffic) {
        this.time = time;
        this.scheduler = scheduler;
        this.refusingTraffic = refusingTraffic;
    }

    /** Returns whether the server serves on for a time, because another server takes its users. */
    boolean isSet() {
        return !time.isZero();
    }

    /** Starts the period, and waits until it is over or skipped. */
    void await(ConsolePrinter printer) {
        refusingTraffic.run();
        if (!isSet() || skipped.isDone()) {
            return;
        }
        Scheduler.Task end = scheduler.schedule(time, () -> skipped.complete(false));
        printer.announce(
                "draining",
                "Draining for " + seconds()
                        + " s: the server is not ready any more, but serves its users. Ctrl+C, SIGTERM"
                        + " or /shutdown skips the wait.");
        boolean isSkipped = skipped.join();
        end.cancel();
        printer.announce("drained", isSkipped ? "The drain was skipped." : "Drained for " + seconds() + " s.");
    }

    private String seconds() {
        long millis = time.toMillis();
        return millis % 1_000 == 0 ? Long.toString(millis / 1_000) : Double.toString(millis / 1_000.0);
    }

    /** Ends the period, also in advance; returns false if there is none, or it is over. */
    boolean skip() {
        return isSet() && skipped.complete(true);
    }
}
