package dev.parley.chat.room;

/** The history could not be read or written. Nothing of the batch concerned was stored. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    /**
     * Says what was tried.
     *
     * @param full whether the reason is that there is no space left
     */
    public StorageException(String message, boolean full, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    /** Whether the reason is that there is no space left. */
    public boolean isFull() {
        return full;
    }
}
