package dev.parley.client.session;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a command, such as {@code /msg NAME TEXT}.
 *
 * @param name the name, with its slash
 * @param arguments the words after it, without brackets
 */
public record CommandUsage(String name, List<String> arguments) {

    /** A line of the help: the usage, two or more blanks, and a sentence. */
    private static final Pattern HELP_LINE = Pattern.compile("(/[a-z]+)((?: [^ ]+)*)(?: {2,}.*)?");

    /** Parses a line of the help, or a usage; empty for any other line. */
    public static Optional<CommandUsage> parse(String line) {
        Matcher parts = HELP_LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String arguments = parts.group(2).replaceAll("[\\[\\]]", "").strip();
        return Optional.of(
                new CommandUsage(parts.group(1), arguments.isEmpty() ? List.of() : List.of(arguments.split(" +", 0))));
    }

    /**
     * Returns the choices at a place, such as {@code NAME} and {@code PAGE}; a text goes on to the end of the line.
     *
     * @param index the place, from 0
     */
    public List<String> choices(int index) {
        if (arguments.isEmpty()) {
            return List.of();
        }
        String last = arguments.get(arguments.size() - 1);
        String argument = index < arguments.size() ? arguments.get(index) : isText(last) ? last : "";
        return List.of(argument.split("\\|", 0));
    }

    /** Returns whether an argument is a text of several words. */
    public static boolean isText(String argument) {
        return argument.equals("TEXT") || argument.equals("ACTION") || argument.equals("REASON");
    }
}
