package dev.parley.storage.sqlite;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes texts and searches of a few words, so that most searches find something. */
final class RandomSearches {

    private static final List<String> WORDS = IntStream.range(0, 300)
            .mapToObj(i -> new Random(i)
                    .ints(3 + i % 6, 'a', 'f')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString())
            .toList();

    private RandomSearches() {}

    static String text(Random random) {
        int words = random.nextInt(20) == 0 ? random.nextInt(600) : 1 + random.nextInt(12);
        return IntStream.rangeClosed(0, words)
                .mapToObj(i -> WORDS.get((int) (WORDS.size() * Math.pow(random.nextDouble(), 3))))
                .collect(Collectors.joining(random.nextInt(5) == 0 ? ", " : " "));
    }

    /** A part of 3 characters at least, so that no search is limited to the newest messages. */
    static String query(Random random) {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        String other = WORDS.get(random.nextInt(WORDS.size()));
        String part = word.substring(random.nextInt(word.length() - 2));
        return switch (random.nextInt(6)) {
            case 0 -> word;
            case 1 -> word + " " + other;
            case 2 -> "\"" + word + " " + other + "\"";
            case 3 -> "\"" + part + "\" in:dev";
            case 4 -> "\"" + part + "\" from:ada in:lobby";
            default -> "\"" + part + "\" " + other;
        };
    }
}
