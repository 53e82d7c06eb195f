package dev.parley.client;

import java.util.Locale;

/** Finds mentions of a nickname. */
final class MentionMatcher {

    private MentionMatcher() {}

    /** Returns whether the nickname stands in the text as a word, ignoring case. */
    static boolean matches(String name, String text) {
        String lowerName = name.toLowerCase(Locale.ROOT);
        String lowerText = text.toLowerCase(Locale.ROOT);
        for (int at = lowerText.indexOf(lowerName);
                at >= 0 && !lowerName.isEmpty();
                at = lowerText.indexOf(lowerName, at + 1)) {
            int end = at + lowerName.length();
            boolean begins = at == 0 || !isWordCharacter(lowerText.codePointBefore(at));
            boolean ends = end == lowerText.length() || !isWordCharacter(lowerText.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordCharacter(int c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
