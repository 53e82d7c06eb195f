package dev.parley.protocol;

/**
 * Thrown if the body of a frame does not fit its destination. The message is a sentence for the sender and never
 * quotes the input; the connection stays open. Has no stack trace, so that malformed input is cheap to refuse.
 */
public final class MalformedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    MalformedBodyException(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    /** Returns the sentence for the sender. */
    public String sentence() {
        return sentence;
    }
}
