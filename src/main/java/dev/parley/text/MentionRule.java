package dev.parley.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule for mentions, the same as in {@code mentions.js} of the page; a table of examples checks both. A text mentions a
 * name by {@code @name} anywhere, and by {@code name:} or {@code name,} at its beginning; never in code or in an address.
 * Case is ignored. Takes linear time.
 */
public final class MentionRule {

    /** The word after {@code @} that means all users, if an operator writes it. */
    private static final String ALL = "all";

    /** The longest word after {@code @} that is searched for a name, in UTF-16 units. */
    private static final int MOST_NAME = 64;

    private static final Pattern HIDDEN = Pattern.compile(
            "(?<!`)```(?!`)(?!\\s*`)[\\s\\S]+?(?<!`)```(?!`)"
                    + "|(?<![\\p{L}\\p{N}`\\\\])`[^`\\n]+`(?![\\p{L}\\p{N}`])"
                    + "|(?i:https?)://[^\\s<>\"“”]+",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern AT =
            Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}@])@([^\\s@]+)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END = Pattern.compile(
            "[,;:!?()，。、：；！？（）،؛؟].*|['’]s(?![\\p{L}\\p{M}\\p{N}]).*|[^\\p{L}\\p{M}\\p{N}]*", Pattern.DOTALL);
    private static final Pattern ADDRESSED =
            Pattern.compile("\\s*(\\S+)[:,](?=\\s|$)", Pattern.UNICODE_CHARACTER_CLASS);

    private MentionRule() {}

    /**
     * Returns whether a text mentions a user.
     *
     * @param name the nickname of the user
     * @param toAll whether {@code @all} means all users, because an operator wrote the text
     */
    public static boolean mentions(String text, String name, boolean toAll) {
        String wanted = fold(name);
        String shown = shown(text);
        return hasMention(shown, word -> fold(word).equals(wanted) || (toAll && isAll(word)))
                || isAddressed(shown, wanted);
    }

    /** Returns whether a text mentions all users, provided that an operator wrote it. */
    public static boolean mentionsAll(String text) {
        return text.indexOf('@') >= 0 && hasMention(shown(text), MentionRule::isAll);
    }

    /** Returns the text without code and addresses. */
    private static String shown(String text) {
        return text.indexOf('`') < 0 && !text.contains("://")
                ? text
                : HIDDEN.matcher(text).replaceAll("`");
    }

    private static boolean hasMention(String shown, Predicate<String> isName) {
        Matcher at = AT.matcher(shown);
        while (at.find()) {
            String word = at.group(1);
            for (int length = Math.min(word.length(), MOST_NAME); length > 0; length--) {
                if (END.matcher(word).region(length, word.length()).matches()
                        && isName.test(word.substring(0, length))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAddressed(String shown, String wanted) {
        Matcher addressed = ADDRESSED.matcher(shown);
        return addressed.lookingAt() && fold(addressed.group(1)).equals(wanted);
    }

    private static boolean isAll(String word) {
        return word.toLowerCase(Locale.ROOT).equals(ALL);
    }

    /** Returns the form by which names are compared: German ß is ss, and the final sigma is a sigma. */
    private static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
