package dev.parley.chat.room;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Optional;

/**
 * The emojis of reactions: exactly one that Unicode recommends for general interchange (UTS #51, RGI emoji), in its fully
 * qualified form.
 */
public final class Emoji {

    /** More UTF-16 code units than an emoji has. */
    private static final int LONGEST = 64;

    private static final int VARIATION_SELECTOR = 0xFE0F;
    private static final int TEXT_SELECTOR = 0xFE0E;

    private Emoji() {}

    /** Returns the canonical form of an emoji; empty if the text is not exactly one. */
    public static Optional<String> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        return Optional.of(qualified(text)).filter(emoji -> UCharacter.hasBinaryProperty(emoji, UProperty.RGI_EMOJI));
    }

    /** Returns the text with a variation selector after each character that would be shown as text without it. */
    private static String qualified(String text) {
        int[] points = text.codePoints()
                .filter(point -> point != VARIATION_SELECTOR && point != TEXT_SELECTOR)
                .toArray();
        StringBuilder qualified = new StringBuilder(text.length() + 2);
        for (int i = 0; i < points.length; i++) {
            qualified.appendCodePoint(points[i]);
            boolean modified =
                    i + 1 < points.length && UCharacter.hasBinaryProperty(points[i + 1], UProperty.EMOJI_MODIFIER);
            if (!modified
                    && UCharacter.hasBinaryProperty(points[i], UProperty.EMOJI)
                    && !UCharacter.hasBinaryProperty(points[i], UProperty.EMOJI_PRESENTATION)) {
                qualified.appendCodePoint(VARIATION_SELECTOR);
            }
        }
        return qualified.toString();
    }
}
