package dev.parley.text;

import java.util.HexFormat;
import java.util.List;

/**
 * Escapes text for a terminal or a log: characters that move the cursor, ring the bell, set the title or change the
 * direction of text become a readable escape such as {@code \x1b}. All other characters stay.
 */
public final class ControlCharEscaper {

    private static final int FIRST_PICTOGRAPH = 0x1F000;
    private static final int LAST_PICTOGRAPH = 0x1FAFF;

    private ControlCharEscaper() {}

    /** Returns the lines of a text, at least one; tabs become spaces. */
    public static List<String> lines(String text) {
        return text.isEmpty()
                ? List.of("")
                : text.lines().map(ControlCharEscaper::escaped).toList();
    }

    /** Returns a text on one line; tabs and line ends become spaces. */
    public static String line(String text) {
        return escaped(text.replace("\r\n", " ").replace('\r', ' ').replace('\n', ' '));
    }

    private static String escaped(String line) {
        if (line.codePoints().noneMatch(c -> c == '\t' || isToBeEscaped(c))) {
            return line;
        }
        StringBuilder shown = new StringBuilder(line.length() + 8);
        line.codePoints().forEach(c -> {
            if (c == '\t') {
                shown.append(' ');
            } else if (isToBeEscaped(c)) {
                shown.append(escape(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean isToBeEscaped(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.UNASSIGNED -> !isPictograph(codePoint);
            default -> changesDirection(codePoint);
        };
    }

    /** The explicit embeddings, overrides and isolates of UAX #9, section 2. */
    private static boolean changesDirection(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /** Reserved for emoji (UTS #51); the JDK learns of new ones late. */
    private static boolean isPictograph(int codePoint) {
        return codePoint >= FIRST_PICTOGRAPH && codePoint <= LAST_PICTOGRAPH;
    }

    private static String escape(int codePoint) {
        HexFormat hex = HexFormat.of();
        return codePoint <= 0xFF
                ? "\\x" + hex.toHexDigits((byte) codePoint)
                : codePoint <= Character.MAX_VALUE
                        ? "\\u" + hex.toHexDigits((char) codePoint)
                        : "\\u{" + Integer.toHexString(codePoint) + "}";
    }
}
