package dev.parley.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The codes of sentences in replies, with which a client in another language shows a sentence of its own. The commands build
 * their sentences as text; the table {@code replies.properties} has the form of each sentence that has a code. Immutable and
 * thread-safe.
 */
public final class ReplyCodes {

    private static final String TABLE = "/replies.properties";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");
    private static final ReplyCodes ALL = new ReplyCodes(read());

    private final List<Form> forms;

    /**
     * A sentence with its code.
     *
     * @param code the stable code
     * @param arguments the parts of the sentence that vary, in order
     */
    public record Coded(String code, List<String> arguments) {}

    /** The form of a sentence: the texts around its arguments, of which the first and the last may be empty. */
    private record Form(String code, List<String> texts) {

        static Form of(String code, String sentence) {
            return new Form(code, List.of(PLACEHOLDER.split(sentence, -1)));
        }

        int length() {
            return texts.stream().mapToInt(String::length).sum();
        }

        /** Returns the arguments if a line has this form. Each text is found once, so that the time is linear. */
        Optional<Coded> read(String line) {
            String last = texts.get(texts.size() - 1);
            if (texts.size() == 1) {
                return line.equals(last) ? Optional.of(new Coded(code, List.of())) : Optional.empty();
            }
            int end = line.length() - last.length();
            int from = texts.get(0).length();
            if (!line.startsWith(texts.get(0)) || !line.endsWith(last)) {
                return Optional.empty();
            }
            List<String> arguments = new ArrayList<>();
            for (int i = 1; i < texts.size(); i++) {
                int at = i == texts.size() - 1 ? end : line.indexOf(texts.get(i), from);
                if (at <= from || at > end) {
                    return Optional.empty();
                }
                arguments.add(line.substring(from, at));
                from = at + texts.get(i).length();
            }
            return Optional.of(new Coded(code, List.copyOf(arguments)));
        }
    }

    private ReplyCodes(Properties table) {
        forms = table.stringPropertyNames().stream()
                .map(code -> Form.of(code, table.getProperty(code)))
                .sorted(Comparator.comparingInt(Form::length).reversed().thenComparing(Form::code))
                .toList();
    }

    private static Properties read() {
        Properties table = new Properties();
        try (InputStream in = Objects.requireNonNull(ReplyCodes.class.getResourceAsStream(TABLE));
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            table.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("The table of replies cannot be read.", e);
        }
        return table;
    }

    /** Returns the code and the arguments of a line of a reply; empty if it has none. */
    public static Optional<Coded> of(String line) {
        return ALL.forms.stream()
                .map(form -> form.read(line))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
