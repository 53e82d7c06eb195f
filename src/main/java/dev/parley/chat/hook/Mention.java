package dev.parley.chat.hook;

import java.util.Locale;

/**
 * The mention of a name in a text: {@code @name} anywhere, or {@code name:} or {@code name,} at the beginning, ignoring case.
 * No letter, digit or underscore stands before the {@code @} or after the name.
 */
record Mention(String name) {

    boolean isIn(String text) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String lower = text.toLowerCase(Locale.ROOT);
        String start = lower.stripLeading();
        return start.startsWith(wanted + ":") || start.startsWith(wanted + ",") || hasAt(lower, "@" + wanted);
    }

    private static boolean hasAt(String text, String wanted) {
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            boolean begins = at == 0 || !isWordCharacter(text.codePointBefore(at));
            boolean ends = end == text.length() || !isWordCharacter(text.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordCharacter(int character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
