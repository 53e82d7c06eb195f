package dev.parley.chat.search;

import java.util.Set;

/**
 * A text that messages are searched for. Case and diacritics do not matter.
 *
 * @param text the text as typed, not empty
 * @param anywhere whether it may begin and end within a word; otherwise it consists of whole words in a row
 */
public record SearchTerm(String text, boolean anywhere) {

    private static final Set<Character.UnicodeScript> WITHOUT_BLANKS = Set.of(
            Character.UnicodeScript.HAN,
            Character.UnicodeScript.HIRAGANA,
            Character.UnicodeScript.KATAKANA,
            Character.UnicodeScript.THAI,
            Character.UnicodeScript.LAO,
            Character.UnicodeScript.KHMER,
            Character.UnicodeScript.MYANMAR);

    /** Creates the term of a quoted part. */
    public static SearchTerm quoted(String text) {
        return new SearchTerm(text, true);
    }

    /** Creates the term of a word, which is looked for anywhere if its script has no blanks, or if it has no letters. */
    public static SearchTerm word(String text) {
        boolean isWords = text.codePoints().anyMatch(Character::isLetterOrDigit)
                && text.codePoints().noneMatch(c -> WITHOUT_BLANKS.contains(Character.UnicodeScript.of(c)));
        return new SearchTerm(text, !isWords);
    }

    /** Returns the number of characters (code points). */
    public int length() {
        return text.codePointCount(0, text.length());
    }
}
