package dev.parley.bench.load;

/** Thrown if the load cannot be applied to a server, for example because clients cannot join. */
public final class LoadFailedException extends RuntimeException {

    private final String reason;

    /**
     * @param reason a complete sentence
     */
    public LoadFailedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Returns the reason as a complete sentence. */
    public String reason() {
        return reason;
    }
}
