package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What is said: 80 characters, of which the first tell the run and the number of the message, so that whoever hears it
 * knows when it should have been sent.
 */
final class Text {

    static final int LENGTH = 80;

    /** The number of a message that only asks whether it is heard. */
    static final int PROBE = 99_999_999;

    /** Nothing of ours. */
    static final long NONE = -1;

    private static final byte[] MARK = "=#=".getBytes(US_ASCII);
    private static final int RUN_DIGITS = 2;
    private static final int NUMBER_DIGITS = 8;
    private static final int MARKED = MARK.length + RUN_DIGITS + NUMBER_DIGITS;
    private static final int RUNS = 100;
    private static final long RUN_SHIFT = 100_000_000L;

    private Text() {}

    /** A text whose numbers are still to be {@link #number}ed. */
    static String blank() {
        String filler = " the quick brown fox jumps over the lazy dog, and then once more for the road";
        return new String(MARK, US_ASCII)
                + "0".repeat(RUN_DIGITS + NUMBER_DIGITS)
                + filler.substring(0, LENGTH - MARKED);
    }

    /** Writes run and number into the text that begins at this place. */
    static void number(byte[] bytes, int at, int run, int number) {
        digits(bytes, at + MARK.length, RUN_DIGITS, run % RUNS);
        digits(bytes, at + MARK.length + RUN_DIGITS, NUMBER_DIGITS, number);
    }

    /** Writes a number with so many digits. */
    static void digits(byte[] bytes, int at, int count, int value) {
        int left = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** Where the text begins between these places, -1 if there is none. */
    static int find(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - MARKED; i++) {
            if (isAt(bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a text begins here. */
    static boolean isAt(byte[] bytes, int at) {
        return bytes[at] == MARK[0] && bytes[at + 1] == MARK[1] && bytes[at + 2] == MARK[2];
    }

    /** The number of the text that begins here, {@link #NONE} if it is of another run. */
    static long read(byte[] bytes, int at, int run) {
        long both = number(bytes, at + MARK.length, RUN_DIGITS + NUMBER_DIGITS);
        long number = both % RUN_SHIFT;
        return number == PROBE || both / RUN_SHIFT == run % RUNS ? number : NONE;
    }

    /** Reads a number of so many digits. */
    static long number(byte[] bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }
}
