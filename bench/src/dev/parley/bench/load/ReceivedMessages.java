package dev.parley.bench.load;

import java.util.Arrays;

/**
 * Records which messages of a run a client received, and in which order. Confined to the thread of the client's event
 * loop until the run has ended.
 */
final class ReceivedMessages {

    private final LoadRun run;
    private final long[] received; // a bit set, by number of the message
    private final int[] lastOfSender;
    private long orderDigest = 1;
    private long lastSeq = -1;
    private int count;
    private int duplicates;
    private int reordered;
    private int gaps;

    ReceivedMessages(LoadRun run) {
        this.run = run;
        this.received = new long[(run.maxMessages() + 63) / 64];
        this.lastOfSender = new int[run.sendersPerRoom()];
        Arrays.fill(lastOfSender, -1);
    }

    LoadRun run() {
        return run;
    }

    /**
     * Adds a message.
     *
     * @param number the number of the message in the run, from 0
     * @param seq the sequence number that the server assigned, or -1 if it assigns none
     * @return false if the client had received the message before
     */
    boolean add(int number, long seq) {
        if (seq >= 0) {
            if (lastSeq >= 0 && seq != lastSeq + 1) {
                gaps++;
            }
            lastSeq = seq;
        }
        long bit = 1L << number;
        int word = number >>> 6;
        if ((received[word] & bit) != 0) {
            duplicates++;
            return false;
        }
        received[word] |= bit;
        count++;
        orderDigest = orderDigest * 0x9E3779B97F4A7C15L + number + 1;
        int sender = run.senderInRoom(number);
        if (number < lastOfSender[sender]) {
            reordered++;
        } else {
            lastOfSender[sender] = number;
        }
        return true;
    }

    /** Returns the number of different messages. */
    int count() {
        return count;
    }

    /** Returns the number of messages that had been received before. */
    int duplicates() {
        return duplicates;
    }

    /** Returns the number of messages that were received after a later message of the same sender. */
    int reordered() {
        return reordered;
    }

    /** Returns how often the sequence number of the server did not increase by 1. */
    int gaps() {
        return gaps;
    }

    /** Returns a hash of the order in which the messages were received. Equal orders have equal hashes. */
    long orderDigest() {
        return orderDigest;
    }
}
