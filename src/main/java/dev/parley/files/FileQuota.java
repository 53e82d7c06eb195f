package dev.parley.files;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts the bytes of all files and of uploads under way, and keeps them below a limit. Thread-safe; asks the disk for its space.
 */
final class FileQuota {

    /** The space of the disk that files leave to everything else. */
    static final long RESERVE = 64L * 1024 * 1024;

    /**
     * The bytes that a file takes beside its content and its thumbnail: its folder, its properties, the marker of its message, and
     * the rest of the last block. It bounds the number of files, which is limited on most disks as well.
     */
    static final int OVERHEAD = 16 * 1024;

    private final long most;
    private final LongSupplier usableSpace;
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong reserved = new AtomicLong();

    /**
     * Creates a quota.
     *
     * @param most the most bytes
     * @param usableSpace the bytes that the disk still takes
     */
    FileQuota(long most, LongSupplier usableSpace) {
        this.most = most;
        this.usableSpace = usableSpace;
    }

    /** Reserves bytes for an upload; returns whether there is space. */
    boolean tryReserve(long bytes) {
        long all = reserved.addAndGet(bytes);
        boolean fits = stored.get() + all <= most && usableSpace.getAsLong() - all >= RESERVE;
        if (!fits) {
            reserved.addAndGet(-bytes);
        }
        return fits;
    }

    /** Returns reserved bytes. */
    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }

    /** Adds the bytes of a file, or subtracts those of a removed one. */
    void add(long bytes) {
        stored.addAndGet(bytes);
    }

    /** Sets the bytes of all files after a count, which corrects those of other nodes. */
    void set(long bytes) {
        stored.set(bytes);
    }

    /** Returns the bytes of all files. */
    long stored() {
        return stored.get();
    }
}
