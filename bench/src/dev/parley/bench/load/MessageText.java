package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The text of a message: 80 characters that start with a marker, the number of the run and the number of the message.
 * The receiver looks up the due time by these numbers.
 */
final class MessageText {

    static final int LENGTH = 80;

    /** The number of a probe message, which only shows that a reader receives messages. */
    static final int PROBE = 99_999_999;

    /** The result of {@link #readNumber} for a message of another run. */
    static final long OTHER_RUN = -1;

    private static final byte[] MARKER = "=#=".getBytes(US_ASCII);
    private static final int RUN_DIGITS = 2;
    private static final int NUMBER_DIGITS = 8;
    /** The length of the marker and the numbers, at the beginning of a text. */
    static final int PREFIX_LENGTH = MARKER.length + RUN_DIGITS + NUMBER_DIGITS;

    private static final int RUN_MODULUS = 100;
    private static final long NUMBER_MODULUS = 100_000_000L;

    private MessageText() {}

    /** Returns a text with all numbers 0, to be set by {@link #writeNumbers}. */
    static String template() {
        String filler = " the quick brown fox jumps over the lazy dog, and then once more for the road";
        return new String(MARKER, US_ASCII)
                + "0".repeat(RUN_DIGITS + NUMBER_DIGITS)
                + filler.substring(0, LENGTH - PREFIX_LENGTH);
    }

    /** Writes the numbers of run and message into the text at this index. */
    static void writeNumbers(byte[] bytes, int at, int run, int number) {
        writeDigits(bytes, at + MARKER.length, RUN_DIGITS, run % RUN_MODULUS);
        writeDigits(bytes, at + MARKER.length + RUN_DIGITS, NUMBER_DIGITS, number);
    }

    /** Writes a number with a fixed count of decimal digits. */
    static void writeDigits(byte[] bytes, int at, int count, int value) {
        int left = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** Returns the index of the first text between {@code from} and {@code to}, or -1 if there is none. */
    static int find(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - PREFIX_LENGTH; i++) {
            if (startsAt(bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the index of the first byte with which a text can start, or {@code to} if there is none. */
    static int findBeginning(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != MARKER[0]) {
            at++;
        }
        return at;
    }

    /** Returns whether a text starts at this index. */
    static boolean startsAt(byte[] bytes, int at) {
        return bytes[at] == MARKER[0] && bytes[at + 1] == MARKER[1] && bytes[at + 2] == MARKER[2];
    }

    /**
     * Returns the number of the message whose text starts at this index, {@link #PROBE} for a probe message, or
     * {@link #OTHER_RUN} for a message of another run.
     */
    static long readNumber(byte[] bytes, int at, int run) {
        long runAndNumber = readDigits(bytes, at + MARKER.length, RUN_DIGITS + NUMBER_DIGITS);
        long number = runAndNumber % NUMBER_MODULUS;
        return number == PROBE || runAndNumber / NUMBER_MODULUS == run % RUN_MODULUS ? number : OTHER_RUN;
    }

    /** Reads a number with a fixed count of decimal digits. */
    static long readDigits(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }
}
