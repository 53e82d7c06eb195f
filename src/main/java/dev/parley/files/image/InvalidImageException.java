package dev.parley.files.image;

import java.io.IOException;

/** A file begins like an image, but is none that can be shown. The message is a phrase for the log. */
public final class InvalidImageException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why an image is refused. */
    public enum Reason {
        /** Its content is not that of its type. */
        MALFORMED,
        /** It has more pixels than allowed. */
        TOO_LARGE
    }

    private final Reason reason;

    InvalidImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static InvalidImageException malformed(String message) {
        return new InvalidImageException(Reason.MALFORMED, message);
    }

    /** Returns why the image is refused. */
    public Reason reason() {
        return reason;
    }
}
