package dev.parley.stomp;

/**
 * What arrived is not STOMP, or is larger than allowed. Its message is a sentence for the people at the other end,
 * without line breaks, fit for the {@code message} header of an ERROR frame in every version; it never quotes what
 * arrived. The connection has to be closed after it, since nobody knows where the next frame begins.
 *
 * <p>Carries no stack trace: it says something about the other end, not about this program, and hostile input must not
 * be expensive.
 */
public final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    /**
     * @param sentence what is wrong, what is allowed, what to do
     */
    public MalformedFrame(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    /** What is wrong, for people. */
    public String sentence() {
        return sentence;
    }
}
