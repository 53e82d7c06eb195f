package dev.parley.bench;

/**
 * The size of the load.
 *
 * @param factor the factor for all readers and rates; the full load is 1
 * @param seconds the measured time of each round
 * @param rounds the number of rounds
 */
record Scale(double factor, double seconds, int rounds) {

    private static final int MIN = 4;

    /** Returns the scaled number of readers, at least 4. */
    int readers(int fullLoad) {
        return Math.max(MIN, (int) Math.round(fullLoad * factor));
    }

    /** Returns the scaled rate per second, at least 4. */
    double rate(double fullLoad) {
        return Math.max(MIN, fullLoad * factor);
    }
}
