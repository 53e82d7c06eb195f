package dev.parley.client;

import java.util.List;
import java.util.Locale;

/**
 * Escapes text for a terminal: characters that move the cursor, ring the bell, set the title or change the direction of
 * text become a readable escape such as {@code \x1b}. The client trusts no server to do this.
 */
final class ClientControlCharEscaper {

    private static final int FIRST_PICTOGRAPH = 0x1F000;
    private static final int LAST_PICTOGRAPH = 0x1FAFF;

    private ClientControlCharEscaper() {}

    /** Returns the lines of a text, at least one. */
    static List<String> lines(String text) {
        List<String> lines = text.lines().map(ClientControlCharEscaper::line).toList();
        return lines.isEmpty() ? List.of("") : lines;
    }

    /** Returns a text on one line. */
    static String line(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(c -> {
            if (c == '\t' || c == '\n' || c == '\r') {
                shown.append(' ');
            } else if (acts(c)) {
                shown.append(escape(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean acts(int c) {
        int type = Character.getType(c);
        // Reserved for emoji, new ones of which the JDK learns late.
        boolean unknown = type == Character.UNASSIGNED && (c < FIRST_PICTOGRAPH || c > LAST_PICTOGRAPH);
        return unknown
                || type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || turnsDirection(c);
    }

    /** The explicit embeddings, overrides and isolates of UAX #9, section 2. */
    private static boolean turnsDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    private static String escape(int c) {
        String format = c <= 0xFF ? "\\x%02x" : c <= Character.MAX_VALUE ? "\\u%04x" : "\\u{%x}";
        return String.format(Locale.ROOT, format, c);
    }
}
