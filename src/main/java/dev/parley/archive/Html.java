package dev.parley.archive;

/** Escapes text for HTML, as content of an element and as a quoted value of an attribute. */
final class Html {

    private static final char REPLACEMENT = '\uFFFD';

    private Html() {}

    /**
     * Returns a text in which no character ends or begins markup. Characters that HTML does not allow become U+FFFD: control
     * characters other than tab and line feed, surrogates without a partner, and non-characters.
     */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\t', '\n' -> escaped.append((char) c);
                default -> escaped.appendCodePoint(isAllowed(c) ? c : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int codePoint) {
        int type = Character.getType(codePoint);
        boolean isNonCharacter = (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        return type != Character.CONTROL && type != Character.SURROGATE && !isNonCharacter;
    }
}
