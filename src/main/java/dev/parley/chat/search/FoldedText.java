package dev.parley.chat.search;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in lower case and without diacritics, whose characters know their place in the original. Immutable. */
final class FoldedText {

    private static final int EXPANSION = 8;
    private static final String WORD_CHARACTER = "[\\p{L}\\p{N}]";
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final String folded;
    private final int[] origins;
    private final int length;

    private FoldedText(String folded, int[] origins, int length) {
        this.folded = folded;
        this.origins = origins;
        this.length = length;
    }

    /** Folds a text. */
    static FoldedText of(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        int[] origins = new int[text.length() + EXPANSION];
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            String one = fold(Character.toString(codePoint));
            if (folded.length() + one.length() >= origins.length) {
                origins = Arrays.copyOf(origins, 2 * origins.length + one.length());
            }
            Arrays.fill(origins, folded.length(), folded.length() + one.length(), at);
            folded.append(one);
            at += Character.charCount(codePoint);
        }
        return new FoldedText(folded.toString(), origins, text.length());
    }

    /** Folds a text without a record of places. */
    static String fold(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toLowerCase(Locale.ROOT);
        }
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .map(FoldedText::foldCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Folds a character without regard to the next one; its upper case is the same for both lower cases of the Greek sigma. */
    private static int foldCase(int codePoint) {
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    /** Returns the first place of a term from an index of the folded text on; empty if there is none. */
    Optional<SearchMark> find(SearchTerm term, int from) {
        Matcher place = pattern(term).matcher(folded);
        return place.find(from)
                ? Optional.of(new SearchMark(origin(place.start()), origin(place.end()), place.end()))
                : Optional.empty();
    }

    /** Returns the pattern of a term. Between words is what separates them, as in the index. */
    private static Pattern pattern(SearchTerm term) {
        String wanted = fold(term.text());
        if (term.anywhere()) {
            return Pattern.compile(Pattern.quote(wanted));
        }
        return Pattern.compile(SEPARATORS
                .splitAsStream(wanted)
                .filter(word -> !word.isEmpty())
                .map(Pattern::quote)
                .collect(Collectors.joining(
                        SEPARATORS.pattern(), "(?<!" + WORD_CHARACTER + ")", "(?!" + WORD_CHARACTER + ")")));
    }

    private int origin(int index) {
        return index < folded.length() ? origins[index] : length;
    }
}
