package dev.parley.storage.postgres;

/** Thrown when the connection failed after a statement was sent, so that it may have taken effect. */
final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(Throwable cause) {
        super("The connection failed before the result arrived: " + cause.getMessage(), cause);
    }
}
