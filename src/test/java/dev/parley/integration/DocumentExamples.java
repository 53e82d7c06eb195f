package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The examples in the code blocks of a document, which a test takes out of it and runs. Confined to one thread. */
final class DocumentExamples {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Set<String> PROGRAMS = Set.of("sh", "python", "javascript", "java");

    private final Path document;
    private final List<Example> left;

    private record Example(String language, String text) {}

    private DocumentExamples(Path document, List<Example> examples) {
        this.document = document;
        this.left = new ArrayList<>(examples);
    }

    /** Reads the examples of a document that can be run. */
    static DocumentExamples of(Path document) {
        try {
            return new DocumentExamples(
                    document,
                    BLOCK.matcher(Files.readString(document, UTF_8))
                            .results()
                            .map(DocumentExamples::example)
                            .filter(example -> PROGRAMS.contains(example.language))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example example(MatchResult block) {
        return new Example(block.group(1), block.group(2));
    }

    /** Returns the only example in a language that contains a text, and counts it as taken. */
    String take(String language, String part) {
        List<Example> found = left.stream()
                .filter(example -> example.language.equals(language) && example.text.contains(part))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    document + " has " + found.size() + " examples in " + language + " with “" + part + "” left");
        }
        left.remove(found.get(0));
        return found.get(0).text;
    }

    /** Returns the first lines of the examples that were not taken. */
    List<String> left() {
        return left.stream()
                .map(example -> example.text.lines().findFirst().orElse(""))
                .toList();
    }
}
