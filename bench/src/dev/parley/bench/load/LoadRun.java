package dev.parley.bench.load;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * One run: the due time and the sender of each message. Client {@code m % senders} sends message {@code m}; client
 * {@code n} is in room {@code n % rooms}. Safe from any thread after publication; the due time of a message must be set
 * before it is sent.
 */
final class LoadRun {

    private final int id;
    private final int rooms;
    private final int senders;
    private final long[] dueAt;
    private final AtomicIntegerArray sentBySender;
    private volatile int measuredFrom;
    private volatile int measuredTo;

    /**
     * @param id the number of the run, from 1
     * @param senders a multiple of the rooms
     * @param maxMessages the most messages that the run can send
     */
    LoadRun(int id, int rooms, int senders, int maxMessages) {
        this.id = id;
        this.rooms = rooms;
        this.senders = senders;
        this.dueAt = new long[maxMessages];
        this.sentBySender = new AtomicIntegerArray(senders);
        this.measuredTo = maxMessages;
    }

    int id() {
        return id;
    }

    int maxMessages() {
        return dueAt.length;
    }

    int sendersPerRoom() {
        return senders / rooms;
    }

    /** Returns the index of the message's sender among the senders of its room. */
    int senderInRoom(int number) {
        return number % senders / rooms;
    }

    /** Returns the number of the client that sends the message. */
    int sender(int number) {
        return number % senders;
    }

    /** Sets the due times of all messages at equal intervals from a start time of {@link System#nanoTime}. */
    void schedule(long start, double intervalNanos) {
        for (int i = 0; i < dueAt.length; i++) {
            dueAt[i] = start + (long) (i * intervalNanos);
        }
    }

    /** Returns the due time of the message, in the time of {@link System#nanoTime}. */
    long dueAt(int number) {
        return dueAt[number];
    }

    /** Sets the due time of one message. */
    void setDueAt(int number, long nanoTime) {
        dueAt[number] = nanoTime;
    }

    /** Limits the recorded latencies to messages from {@code from}, inclusive, to {@code to}, exclusive. */
    void setMeasured(int from, int to) {
        measuredFrom = from;
        measuredTo = to;
    }

    /** Returns whether the latency of the message is recorded. */
    boolean isMeasured(int number) {
        return number >= measuredFrom && number < measuredTo;
    }

    /** Counts a message that the sender is about to send. */
    void countSent(int sender) {
        sentBySender.incrementAndGet(sender);
    }

    /** Returns the number of messages that the sender has sent. */
    int sent(int sender) {
        return sentBySender.get(sender);
    }

    /** Returns the number of messages that all senders have sent. */
    int sent() {
        int sum = 0;
        for (int i = 0; i < senders; i++) {
            sum += sentBySender.get(i);
        }
        return sum;
    }

    /** Returns the number of messages sent in the room, without those of the excluded sender; -1 excludes none. */
    int sentInRoom(int room, int excludedSender) {
        int sum = 0;
        for (int i = room; i < senders; i += rooms) {
            sum += i == excludedSender ? 0 : sentBySender.get(i);
        }
        return sum;
    }
}
