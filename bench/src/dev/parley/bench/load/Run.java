package dev.parley.bench.load;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * One run of messages: who says which, when each is due. Message {@code m} is said by speaker {@code m % speakers}, who
 * sits in room {@code speaker % rooms}. Safe from any
 * thread once it is handed over.
 */
final class Run {

    private final int id;
    private final int rooms;
    private final int speakers;
    private final long[] due;
    private final AtomicIntegerArray said;
    private volatile int windowFrom;
    private volatile int windowTo;

    /**
     * @param most so many messages at most
     * @param speakers a multiple of the rooms
     */
    Run(int id, int rooms, int speakers, int most) {
        this.id = id;
        this.rooms = rooms;
        this.speakers = speakers;
        this.due = new long[most];
        this.said = new AtomicIntegerArray(speakers);
        this.windowTo = most;
    }

    int id() {
        return id;
    }

    int most() {
        return due.length;
    }

    int speakersOfARoom() {
        return speakers / rooms;
    }

    int speakerInRoom(int number) {
        return number % speakers / rooms;
    }

    int speaker(int number) {
        return number % speakers;
    }

    /** Settles when all messages are due: one every so many nanoseconds. */
    void schedule(long start, double nanosBetween) {
        for (int i = 0; i < due.length; i++) {
            due[i] = start + (long) (i * nanosBetween);
        }
    }

    /** When the message should be sent, by {@link System#nanoTime}. */
    long due(int number) {
        return due[number];
    }

    /** The message is due now. */
    void dueNow(int number, long now) {
        due[number] = now;
    }

    /** Only these messages' latencies count. */
    void window(int from, int to) {
        windowFrom = from;
        windowTo = to;
    }

    boolean counts(int number) {
        return number >= windowFrom && number < windowTo;
    }

    /** The next message of this speaker is on its way. */
    void say(int speaker) {
        said.incrementAndGet(speaker);
    }

    /** How many this speaker has sent. */
    int said(int speaker) {
        return said.get(speaker);
    }

    /** How many have been sent. */
    int sent() {
        int sent = 0;
        for (int i = 0; i < speakers; i++) {
            sent += said.get(i);
        }
        return sent;
    }

    /** How many have been sent in this room by others than this speaker, or by all if it is none (-1). */
    int expected(int inRoom, int notBy) {
        int expected = 0;
        for (int i = inRoom; i < speakers; i += rooms) {
            expected += i == notBy ? 0 : said.get(i);
        }
        return expected;
    }
}
