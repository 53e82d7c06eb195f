package dev.parley.files;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the bytes of all files and of uploads under way, and keeps them below a limit for all users and one for each user.
 * Thread-safe; asks the disk for its space.
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
    private final long mostPerUser;
    private final LongSupplier usableSpace;

    /** The bytes of files by their owners; an owner without files is no key, so that there are at most as many keys as files. */
    private final Map<String, Long> stored = new HashMap<>(); // guarded by this

    private final Map<String, Long> reserved = new HashMap<>(); // guarded by this
    private long allStored; // guarded by this
    private long allReserved; // guarded by this

    /**
     * Creates a quota.
     *
     * @param most the most bytes
     * @param mostPerUser the most bytes of one user
     * @param usableSpace the bytes that the disk still takes
     */
    FileQuota(long most, long mostPerUser, LongSupplier usableSpace) {
        this.most = most;
        this.mostPerUser = mostPerUser;
        this.usableSpace = usableSpace;
    }

    /** The answer to a reservation. */
    enum Answer {
        RESERVED,
        /** The user has too many files. */
        USER_FULL,
        /** All users together have too many files, or the disk is full. */
        FULL
    }

    /** Reserves bytes for an upload of a user. */
    Answer reserve(String owner, long bytes) {
        long usable = usableSpace.getAsLong();
        synchronized (this) {
            if (stored.getOrDefault(owner, 0L) + reserved.getOrDefault(owner, 0L) + bytes > mostPerUser) {
                return Answer.USER_FULL;
            } else if (allStored + allReserved + bytes > most || usable - allReserved - bytes < RESERVE) {
                return Answer.FULL;
            }
            add(reserved, owner, bytes);
            allReserved += bytes;
            return Answer.RESERVED;
        }
    }

    /** Returns reserved bytes. */
    synchronized void release(String owner, long bytes) {
        add(reserved, owner, -bytes);
        allReserved -= bytes;
    }

    /** Adds the bytes of a file, or subtracts those of a removed one. */
    synchronized void add(String owner, long bytes) {
        add(stored, owner, bytes);
        allStored += bytes;
    }

    private static void add(Map<String, Long> counts, String owner, long bytes) {
        counts.merge(owner, bytes, (before, more) -> before + more == 0 ? null : before + more);
    }

    /** Sets the bytes of all files by their owners after a count, which corrects those of other nodes. */
    synchronized void set(Map<String, Long> bytes) {
        stored.clear();
        stored.putAll(bytes);
        allStored = bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the most bytes of one user. */
    long mostPerUser() {
        return mostPerUser;
    }

    /** Returns the bytes of all files. */
    synchronized long stored() {
        return allStored;
    }
}
