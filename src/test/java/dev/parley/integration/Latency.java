package dev.parley.integration;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long it takes from one person's saying something to another's hearing it, while whatever else happens. */
final class Latency {

    private static final Duration EACH = Duration.ofMillis(20);
    private static final double MOST = 0.99;

    private final long[] nanoseconds;

    private Latency(long[] nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /**
     * Measures it for as long.
     *
     * @param label makes the texts unlike those of other measurements
     */
    static Latency measure(StompLibraryClient speaker, StompLibraryClient hearer, String label, Duration time) {
        int count = (int) (time.toMillis() / EACH.toMillis());
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            String text = label + " " + i;
            long said = System.nanoTime();
            speaker.publish("lobby", text, "m" + Long.toHexString(said));
            hearer.receiveMessage(text);
            taken[i] = System.nanoTime() - said;
            speaker.drain();
            hearer.drain();
            LockSupport.parkNanos(EACH.toNanos() - taken[i]);
        }
        Arrays.sort(taken);
        return new Latency(taken);
    }

    /** 99 of 100 took no longer. */
    Duration p99() {
        return Duration.ofNanos(nanoseconds[(int) ((nanoseconds.length - 1) * MOST)]);
    }

    /** Half of them took no longer. */
    Duration median() {
        return Duration.ofNanos(nanoseconds[nanoseconds.length / 2]);
    }

    /** In milliseconds. */
    static String format(Duration time) {
        return String.format("%.1f ms", time.toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Override
    public String toString() {
        return "median " + format(median()) + ", p99 " + format(p99());
    }
}
