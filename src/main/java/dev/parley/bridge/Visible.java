package dev.parley.bridge;

import java.util.Locale;

/**
 * Makes text fit for a terminal: whatever could move its cursor, ring, retitle it or turn what it shows around is
 * written out, as {@code \x1b}.
 */
public final class Visible {

    private static final int BYTE = 0xFF;
    private static final int BMP = 0xFFFF;

    private Visible() {}

    /** The text with C0 and C1 controls, bidirectional overrides and the like written out; a tab becomes a space. */
    public static String of(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c == '\t') {
                shown.append(' ');
            } else if (isHarmless(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(escape(c));
            }
        });
        return shown.toString();
    }

    private static boolean isHarmless(int c) {
        return !Character.isISOControl(c)
                && !turnsAround(c)
                && switch (Character.getType(c)) {
                    case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
                    case Character.UNASSIGNED -> isPictograph(c);
                    default -> true;
                };
    }

    /** Embeddings, overrides and isolates: UAX 9, sections 2.1 to 2.4. */
    private static boolean turnsAround(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** Set aside for emoji (UTS 51, Extended_Pictographic), which come out every year, before the JDK knows of them. */
    private static boolean isPictograph(int c) {
        return c >= 0x1F000 && c <= 0x1FAFF;
    }

    private static String escape(int c) {
        if (c <= BYTE) {
            return String.format(Locale.ROOT, "\\x%02x", c);
        }
        return String.format(Locale.ROOT, c <= BMP ? "\\u%04x" : "\\u{%x}", c);
    }
}
