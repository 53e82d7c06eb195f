package dev.parley.client;

import java.util.Locale;

/** Finds mentions of a nickname. */
final class MentionMatcher {

    private MentionMatcher() {}

    /** Returns whether the nickname stands in the text as a word, ignoring case. */
    static boolean matches(String name, String text) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String here = text.toLowerCase(Locale.ROOT);
        for (int at = here.indexOf(wanted); at >= 0 && !wanted.isEmpty(); at = here.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            boolean begins = at == 0 || !isOfWord(here.codePointBefore(at));
            boolean ends = end == here.length() || !isOfWord(here.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfWord(int c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
