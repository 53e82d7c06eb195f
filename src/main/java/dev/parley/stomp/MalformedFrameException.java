package dev.parley.stomp;

/**
 * What arrived is not STOMP, or is larger than allowed. Its message is a sentence for the people at the other end,
 * without line breaks, fit for the {@code message} header of an ERROR frame in every version; it never quotes what
 * arrived. The connection has to be closed after it, since nobody knows where the next frame begins.
 *
 * <p>Carries no stack trace: it says something about the other end, not about this program, and hostile input must not
 * be expensive.
 */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of wrong it is, for transports that have codes of their own for it. */
    public enum Fault {
        /** It does not follow STOMP. */
        NOT_STOMP,
        /** It is larger than allowed. */
        TOO_LARGE,
        /** Text in it is not UTF-8. */
        NOT_UTF8
    }

    private final Fault fault;
    private final String sentence;

    /**
     * It does not follow STOMP.
     *
     * @param sentence what is wrong, what is allowed, what to do
     */
    public MalformedFrameException(String sentence) {
        this(Fault.NOT_STOMP, sentence);
    }

    /**
     * Something is wrong with it.
     *
     * @param sentence what is wrong, what is allowed, what to do
     */
    public MalformedFrameException(Fault fault, String sentence) {
        super(sentence, null, false, false);
        this.fault = fault;
        this.sentence = sentence;
    }

    /** What kind of wrong it is. */
    public Fault fault() {
        return fault;
    }

    /** What is wrong, for people. */
    public String sentence() {
        return sentence;
    }
}
