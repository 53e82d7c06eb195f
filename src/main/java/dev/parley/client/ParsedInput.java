package dev.parley.client;

import dev.parley.text.CommandSyntax;
import dev.parley.text.VisibleText;

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
     * @param name the command that the name stands for, in lower case, without slash
     * @param rest the text after the name
     * @param line the whole line
     */
    record Command(String name, String rest, String line) implements ParsedInput {}

    /** Parses a line, see {@link CommandSyntax}. A line without a visible character is empty. */
    static ParsedInput parse(String line) {
        String typed = line.stripTrailing();
        if (!VisibleText.isVisible(typed)) {
            return new Empty();
        } else if (!CommandSyntax.isCommand(typed)) {
            return new Text(CommandSyntax.literal(typed), false);
        }
        String[] parts = typed.substring(1).strip().split("\\s+", 2);
        String name = CommandSyntax.commandName(parts[0]);
        String rest = parts.length > 1 ? parts[1] : "";
        return name.equals("me") && !rest.isEmpty() ? new Text(rest, true) : new Command(name, rest, typed);
    }
}
