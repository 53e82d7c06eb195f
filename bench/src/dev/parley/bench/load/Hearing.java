package dev.parley.bench.load;

import java.util.Arrays;

/**
 * What one client has heard in one run: which messages, in which order. Confined to its loop's thread until the run is
 * over.
 */
final class Hearing {

    private final Run run;
    private final long[] heard;
    private final int[] lastOfSpeaker;
    private long order = 1;
    private long lastSeq = -1;
    private int count;
    private int duplicates;
    private int reordered;
    private int gaps;

    Hearing(Run run) {
        this.run = run;
        this.heard = new long[(run.most() + 63) / 64];
        this.lastOfSpeaker = new int[run.speakersOfARoom()];
        Arrays.fill(lastOfSpeaker, -1);
    }

    Run run() {
        return run;
    }

    /**
     * A message came.
     *
     * @param number of the message in this run
     * @param seq the number the server gave it in its room, or -1 if it gives none
     * @return whether it came for the first time
     */
    boolean hear(int number, long seq) {
        if (seq >= 0) {
            if (lastSeq >= 0 && seq != lastSeq + 1) {
                gaps++;
            }
            lastSeq = seq;
        }
        long bit = 1L << number;
        int word = number >>> 6;
        if ((heard[word] & bit) != 0) {
            duplicates++;
            return false;
        }
        heard[word] |= bit;
        count++;
        order = order * 0x9E3779B97F4A7C15L + number + 1;
        int speaker = run.speakerInRoom(number);
        if (number < lastOfSpeaker[speaker]) {
            reordered++;
        } else {
            lastOfSpeaker[speaker] = number;
        }
        return true;
    }

    int count() {
        return count;
    }

    /** Messages that came again. */
    int duplicates() {
        return duplicates;
    }

    /** Messages that came after one that the same person said later. */
    int reordered() {
        return reordered;
    }

    /** Places where the server's own numbers did not go on by one. */
    int gaps() {
        return gaps;
    }

    /** A digest of what was heard in which order: equal for equal orders. */
    long order() {
        return order;
    }
}
