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

    /**
     * Returns the storage exception that a stage has completed with, with or without the
     * {@link java.util.concurrent.CompletionException} around it; any other failure counts as one of the storage.
     */
    public static StorageException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException storageException) {
                return storageException;
            }
        }
        return new StorageException("The storage failed: " + failure.getMessage(), false, failure);
    }

    /** Returns the refusal for a request that failed by this. */
    Refusal refusal() {
        return full ? Refusal.storageFull() : Refusal.storageFailed();
    }

    /** Returns whether the disk is full. */
    public boolean isFull() {
        return full;
    }
}
