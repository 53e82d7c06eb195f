package dev.parley.text;

/** Finds surrogates without their pair, which UTF-8 cannot encode. */
public final class Surrogates {

    private Surrogates() {}

    /** Returns whether a text has a surrogate without its pair. */
    public static boolean hasUnpaired(String text) {
        // A loop instead of a stream, because this is called for every message.
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (isUnpaired(point)) {
                return true;
            }
            i += Character.charCount(point);
        }
        return false;
    }

    /** Returns whether a code point is a surrogate. */
    public static boolean isUnpaired(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
