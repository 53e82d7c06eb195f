package dev.parley.config;

/** Thrown for a setting that prevents the start. The message is one sentence that names the setting and the remedy. */
final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a sentence of its own. */
    InvalidSettingException(String sentence) {
        super(sentence);
    }

    /** Creates an exception for a value; {@code allowed} completes the sentence: "it has to be …". */
    InvalidSettingException(String name, Object value, String allowed) {
        super(sentence(name, value, allowed));
    }

    /** Returns the sentence. */
    static String sentence(String name, Object value, String allowed) {
        return "The setting " + name + " is “" + value + "”, but " + allowed + ".";
    }
}
