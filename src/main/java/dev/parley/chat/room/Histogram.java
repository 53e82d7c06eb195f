package dev.parley.chat.room;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/**
 * How values are spread: how many there were up to each of a few bounds, and their sum. Only ever rises. Safe from any
 * thread; whoever has many values adds them together.
 */
public final class Histogram {

    private final long[] bounds;
    private final AtomicLongArray counts;
    private final AtomicLong sum = new AtomicLong();

    private Histogram(long... bounds) {
        this.bounds = bounds;
        this.counts = new AtomicLongArray(bounds.length + 1);
    }

    /** Of values that are counted in these steps, which rise. */
    static Histogram upTo(long... bounds) {
        return new Histogram(bounds);
    }

    /** Of times in nanoseconds, from a tenth of a millisecond to five seconds. */
    static Histogram ofTimes() {
        return upTo(LongStream.of(
                        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
                        1_000_000, 2_500_000, 5_000_000)
                .map(micros -> micros * 1_000)
                .toArray());
    }

    void add(long value) {
        counts.incrementAndGet(slot(value));
        sum.addAndGet(value);
    }

    /** Adds the first so many of these values, with one step per bound and not per value. */
    void add(long[] values, int howMany) {
        long[] more = new long[counts.length()];
        long total = 0;
        for (int i = 0; i < howMany; i++) {
            more[slot(values[i])]++;
            total += values[i];
        }
        for (int slot = 0; slot < more.length; slot++) {
            if (more[slot] > 0) {
                counts.addAndGet(slot, more[slot]);
            }
        }
        sum.addAndGet(total);
    }

    private int slot(long value) {
        int slot = 0;
        while (slot < bounds.length && value > bounds[slot]) {
            slot++;
        }
        return slot;
    }

    /** The bounds, each of which counts among what it bounds. */
    public List<Long> bounds() {
        return LongStream.of(bounds).boxed().toList();
    }

    /** How many values lie up to each bound and above the one before it; last, how many are above all. */
    public List<Long> counts() {
        return LongStream.range(0, counts.length())
                .map(i -> counts.get((int) i))
                .boxed()
                .toList();
    }

    /** The sum of all values. */
    public long sum() {
        return sum.get();
    }
}
