package dev.parley.protocol;

/**
 * The body of a frame is not what its destination takes. Its message is a sentence for people and never quotes what
 * arrived; the connection can go on. Carries no stack trace: it says something about the other end, not about this program.
 */
public final class MalformedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    MalformedBodyException(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    /** What is wrong, and what is allowed. */
    public String sentence() {
        return sentence;
    }
}
