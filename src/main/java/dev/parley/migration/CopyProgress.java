package dev.parley.migration;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints how far a step of a migration is: a line that is replaced twice a second in a terminal, and otherwise a line every 5
 * seconds. A step that takes less time prints nothing.
 */
final class CopyProgress {

    private static final long TERMINAL_NANOS = 500_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    /** The rows between two looks at the clock. */
    private static final int ROWS = 256;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private String step = "";
    private long total;
    private long rows;
    private long begun;
    private long printed;
    private boolean line;

    /**
     * Creates a display.
     *
     * @param terminal whether the output can replace a line
     * @param nanoTime returns the time, as {@link System#nanoTime}
     */
    CopyProgress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** Begins a step with a number of rows. */
    void begin(String name, long expected) {
        end();
        step = name;
        total = expected;
        rows = 0;
        begun = nanoTime.getAsLong();
        printed = begun;
    }

    /** Counts a row. */
    void advance() {
        rows++;
        if (rows % ROWS == 0) {
            long now = nanoTime.getAsLong();
            if (now - printed >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
                printed = now;
                print(now);
            }
        }
    }

    private void print(long now) {
        double seconds = (now - begun) / 1e9;
        String text = String.format(
                Locale.ROOT,
                "%s: %d %% (%,d of %,d rows, %,d rows/s)",
                step,
                Math.min(100, 100 * rows / Math.max(1, total)),
                rows,
                total,
                (long) (rows / seconds));
        if (terminal) {
            out.print("\r" + text + "\u001b[K");
            line = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Removes the line. */
    void end() {
        if (line) {
            out.print("\r\u001b[K");
            out.flush();
            line = false;
        }
    }
}
