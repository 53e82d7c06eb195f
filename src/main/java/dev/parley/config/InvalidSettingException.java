package dev.parley.config;

/** A setting with which the server cannot start. The message is one sentence that names it and says what to do. */
final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says so in words of its own. */
    InvalidSettingException(String sentence) {
        super(sentence);
    }

    /** The value is not allowed; {@code allowed} says what is: “it has to be …”. */
    InvalidSettingException(String name, Object value, String allowed) {
        super(sentence(name, value, allowed));
    }

    /** The sentence for that. */
    static String sentence(String name, Object value, String allowed) {
        return "The setting " + name + " is “" + value + "”, but " + allowed + ".";
    }
}
