package dev.parley.stomp;

/**
 * Thrown for input that is not STOMP or exceeds a limit. The message is a sentence for the sender, without line
 * breaks, so that it fits into an ERROR frame of every version; it never quotes the input. The connection must be
 * closed afterwards, because the start of the next frame is unknown.
 *
 * <p>Has no stack trace, so that malformed input is cheap to refuse.
 */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The kind of the error, for transports with their own codes. */
    public enum Fault {
        /** The input violates the STOMP specification. */
        NOT_STOMP,
        /** The input exceeds a limit. */
        TOO_LARGE,
        /** The input contains invalid UTF-8. */
        NOT_UTF8
    }

    private final Fault fault;
    private final String sentence;

    /**
     * Creates an exception for a violation of the specification.
     *
     * @param sentence what is wrong, what is allowed, what to do
     */
    public MalformedFrameException(String sentence) {
        this(Fault.NOT_STOMP, sentence);
    }

    /**
     * Creates an exception.
     *
     * @param sentence what is wrong, what is allowed, what to do
     */
    public MalformedFrameException(Fault fault, String sentence) {
        super(sentence, null, false, false);
        this.fault = fault;
        this.sentence = sentence;
    }

    public Fault fault() {
        return fault;
    }

    /** Returns the sentence for the sender. */
    public String sentence() {
        return sentence;
    }
}
