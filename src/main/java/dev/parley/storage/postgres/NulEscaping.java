package dev.parley.storage.postgres;

/**
 * Escapes U+0000, which PostgreSQL does not store in texts. U+0001 is the escape character, so that any text is read as it was
 * written, and a text without both characters is stored unchanged.
 */
final class NulEscaping {

    private static final char NUL = '\0';
    private static final char ESCAPE = '\u0001';
    private static final char ESCAPED_NUL = '0';
    private static final char ESCAPED_ESCAPE = '1';

    private NulEscaping() {}

    /** Returns the text as it is stored. */
    static String escape(String text) {
        if (text.indexOf(NUL) < 0 && text.indexOf(ESCAPE) < 0) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == NUL) {
                escaped.append(ESCAPE).append(ESCAPED_NUL);
            } else if (c == ESCAPE) {
                escaped.append(ESCAPE).append(ESCAPED_ESCAPE);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Returns the text of which this is the escaped form. */
    static String unescape(String stored) {
        int next = stored.indexOf(ESCAPE);
        if (next < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        int read = 0;
        while (next >= 0 && next + 1 < stored.length()) {
            text.append(stored, read, next).append(stored.charAt(next + 1) == ESCAPED_NUL ? NUL : ESCAPE);
            read = next + 2;
            next = stored.indexOf(ESCAPE, read);
        }
        return text.append(stored, read, stored.length()).toString();
    }
}
