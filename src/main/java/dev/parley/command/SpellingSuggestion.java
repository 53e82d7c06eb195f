package dev.parley.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that a user meant by a misspelled one. */
public final class SpellingSuggestion {

    private static final int NEAR = 2;

    private SpellingSuggestion() {}

    /**
     * Returns the first known word that begins with the typed one, or else the nearest with an edit distance of at most 2,
     * which has at least 2 letters in common with it.
     */
    public static Optional<String> closest(String typed, Collection<String> known) {
        Optional<String> begun = typed.isEmpty()
                ? Optional.empty()
                : known.stream().filter(word -> word.startsWith(typed)).findFirst();
        return begun.isPresent()
                ? begun
                : known.stream()
                        .filter(word -> distance(word, typed) <= Math.min(NEAR, word.length() - 2))
                        .min(Comparator.comparingInt(word -> distance(word, typed)));
    }

    /** Returns the Levenshtein distance. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > NEAR) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
