package dev.parley.client;

import java.util.Locale;

/** The meaning of a typed line. */
sealed interface ParsedInput {

    /** An empty line. */
    record Empty() implements ParsedInput {}

    /**
     * A message.
     *
     * @param action whether it describes an action
     */
    record Text(String text, boolean action) implements ParsedInput {}

    /**
     * A command.
     *
     * @param name the name in lower case, without slash
     * @param rest the text after the name
     * @param line the whole line
     */
    record Command(String name, String rest, String line) implements ParsedInput {}

    /** Parses a line: {@code /x} and {@code \x} are commands, {@code //} stands for a leading slash. */
    static ParsedInput parse(String line) {
        String typed = line.stripTrailing();
        if (typed.isBlank()) {
            return new Empty();
        } else if (typed.startsWith("//")) {
            return new Text(typed.substring(1), false);
        } else if (!typed.startsWith("/") && !typed.startsWith("\\")) {
            return new Text(typed, false);
        }
        String[] parts = typed.substring(1).strip().split("\\s+", 2);
        String name = parts[0].toLowerCase(Locale.ROOT);
        String rest = parts.length > 1 ? parts[1] : "";
        return name.equals("me") && !rest.isEmpty() ? new Text(rest, true) : new Command(name, rest, typed);
    }
}
