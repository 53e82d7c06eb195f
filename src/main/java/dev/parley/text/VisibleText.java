package dev.parley.text;

/**
 * Decides whether a reader sees anything of a text. White space, controls, format characters, fillers, variation
 * selectors and tags are invisible, alone and together. {@code visibleText.js} does the same on the page.
 */
public final class VisibleText {

    private static final int[][] INVISIBLE = {
        {0x034F, 0x034F}, // combining grapheme joiner
        {0x115F, 0x1160}, // Hangul fillers
        {0x17B4, 0x17B5}, // Khmer inherent vowels
        {0x180B, 0x180F}, // Mongolian variation selectors and vowel separator
        {0x2065, 0x2065}, // reserved for a format character
        {0x2800, 0x2800}, // Braille pattern blank
        {0x3164, 0x3164}, // Hangul filler
        {0xFE00, 0xFE0F}, // variation selectors
        {0xFFA0, 0xFFA0}, // halfwidth Hangul filler
        {0xFFF0, 0xFFF8}, // reserved for format characters
        {0x13441, 0x13442}, // Egyptian hieroglyph blanks
        {0x16FE4, 0x16FE4}, // Khitan small script filler
        {0x1D159, 0x1D159}, // musical symbol null notehead
        {0xE0000, 0xE0FFF}, // tags, variation selectors, and what is reserved beside them
    };

    /** Format characters with a glyph: the number signs and other marks that stand before or around digits. */
    private static final int[][] VISIBLE_FORMATS = {
        {0x0600, 0x0605},
        {0x06DD, 0x06DD},
        {0x070F, 0x070F},
        {0x0890, 0x0891},
        {0x08E2, 0x08E2},
        {0x110BD, 0x110BD},
        {0x110CD, 0x110CD},
    };

    private VisibleText() {}

    /** Returns whether a text has a visible character. */
    public static boolean isVisible(String text) {
        return text.codePoints().anyMatch(VisibleText::isVisible);
    }

    /** Returns whether a character is visible. */
    public static boolean isVisible(int codePoint) {
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || isIn(INVISIBLE, codePoint)) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> false;
            case Character.FORMAT -> isIn(VISIBLE_FORMATS, codePoint);
            default -> true;
        };
    }

    private static boolean isIn(int[][] ranges, int codePoint) {
        for (int[] range : ranges) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
