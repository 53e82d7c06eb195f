package dev.parley.bench.load;

/** The server could not be put under this load at all. */
public final class LoadFailed extends RuntimeException {

    private final String reason;

    /** With what happened, as a sentence. */
    public LoadFailed(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What happened. */
    public String reason() {
        return reason;
    }
}
