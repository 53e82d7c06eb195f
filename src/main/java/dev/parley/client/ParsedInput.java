package dev.parley.client;

import java.util.Locale;

/** What a line means that somebody typed. */
sealed interface ParsedInput {

    /** Nothing at all. */
    record Nothing() implements ParsedInput {}

    /**
     * To be said.
     *
     * @param action whether it tells what the person does
     */
    record Text(String text, boolean action) implements ParsedInput {}

    /**
     * A command.
     *
     * @param name in lower case, without slash
     * @param rest what follows the name
     * @param line all of it, as typed
     */
    record Command(String name, String rest, String line) implements ParsedInput {}

    /** Reads a line: {@code /x} and {@code \x} are commands, {@code //} says a leading slash. */
    static ParsedInput read(String line) {
        String typed = line.stripTrailing();
        if (typed.isBlank()) {
            return new Nothing();
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
