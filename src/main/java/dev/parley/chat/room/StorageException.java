package dev.parley.chat.room;

/** Thrown when the history cannot be read or written. Nothing of the batch was stored. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    /**
     * Creates an exception.
     *
     * @param full whether the disk is full
     */
    public StorageException(String message, boolean full, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    /** Returns whether the disk is full. */
    public boolean isFull() {
        return full;
    }
}
