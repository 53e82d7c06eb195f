package dev.parley.integration;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures how long a message takes from one user to another. */
final class Latency {

    private static final Duration EACH = Duration.ofMillis(20);
    private static final double MOST = 0.99;

    private final long[] nanoseconds;

    private Latency(long[] nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /**
     * Measures the latency for this time.
     *
     * @param label makes the texts different from those of other measurements
     */
    static Latency measure(StompLibraryClient sender, StompLibraryClient receiver, String label, Duration time) {
        int count = (int) (time.toMillis() / EACH.toMillis());
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            String text = label + " " + i;
            long sent = System.nanoTime();
            sender.publish("lobby", text, "m" + Long.toHexString(sent));
            receiver.receiveMessage(text);
            taken[i] = System.nanoTime() - sent;
            sender.drain();
            receiver.drain();
            LockSupport.parkNanos(EACH.toNanos() - taken[i]);
        }
        Arrays.sort(taken);
        return new Latency(taken);
    }

    /** Returns the 99th percentile. */
    Duration p99() {
        return Duration.ofNanos(nanoseconds[(int) ((nanoseconds.length - 1) * MOST)]);
    }

    /** Returns the median. */
    Duration median() {
        return Duration.ofNanos(nanoseconds[nanoseconds.length / 2]);
    }

    /** Formats a duration in milliseconds. */
    static String format(Duration time) {
        return String.format("%.1f ms", time.toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Override
    public String toString() {
        return "median " + format(median()) + ", p99 " + format(p99());
    }
}
