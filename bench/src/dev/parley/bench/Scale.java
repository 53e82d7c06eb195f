package dev.parley.bench;

/**
 * How large everything is, next to the real thing.
 *
 * @param factor 1 for the real thing; less to see that the benchmark works
 * @param seconds how long each turn is measured
 * @param rounds how often each server's turn comes
 */
record Scale(double factor, double seconds, int rounds) {

    private static final int FEWEST = 4;

    int readers(int real) {
        return Math.max(FEWEST, (int) Math.round(real * factor));
    }

    double rate(double real) {
        return Math.max(FEWEST, real * factor);
    }
}
