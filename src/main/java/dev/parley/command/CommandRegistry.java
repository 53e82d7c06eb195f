package dev.parley.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A registry of commands, in the order of their help. Immutable and thread-safe.
 *
 * @param <C> the type of the sender
 */
public final class CommandRegistry<C> {

    private final Map<String, Command<C>> byName = new LinkedHashMap<>();

    /** Creates a registry of these commands and of {@code help}, which lists them. */
    public CommandRegistry(List<Command<C>> commands) {
        Command<C> help = new Command<>(
                "help",
                "[COMMAND]",
                "Lists the commands, or describes one command.",
                (caller, arguments) -> CompletableFuture.completedFuture(help(arguments)));
        Stream.concat(Stream.of(help), commands.stream()).forEach(command -> byName.put(command.name(), command));
    }

    /** Returns all commands, in the order of their help. */
    public List<Command<C>> all() {
        return List.copyOf(byName.values());
    }

    /** Returns whether a line is a command: it begins with one slash or backslash, and not with two slashes. */
    public static boolean isCommand(String line) {
        return (line.startsWith("/") && !line.startsWith("//")) || line.startsWith("\\");
    }

    /** Returns the text of a line that is no command: {@code //} stands for a leading slash. */
    public static String literal(String line) {
        return line.startsWith("//") ? line.substring(1) : line;
    }

    /**
     * Runs a line that {@link #isCommand is a command}.
     *
     * @return the reply; for an unknown command it names the nearest one, and after a failure it describes the
     *     failure
     */
    public CompletionStage<Reply> run(C caller, String line) {
        String typed = line.substring(1).strip();
        String[] parts = typed.split("\\s+", 2);
        String name = parts[0].toLowerCase(Locale.ROOT);
        Command<C> command = byName.get(name);
        if (command == null) {
            return CompletableFuture.completedFuture(new Reply("", List.of(unknown(name))));
        }
        String arguments = parts.length > 1 ? parts[1] : "";
        return command.action()
                .run(caller, arguments)
                .handle((lines, failure) -> failure == null
                        ? new Reply(name, lines)
                        : new Reply(
                                name, List.of("That did not work: the server could not read its history. Try again.")));
    }

    private List<String> help(String arguments) {
        if (!arguments.isEmpty()) {
            String name = arguments.replaceFirst("^[/\\\\]", "").toLowerCase(Locale.ROOT);
            Command<C> command = byName.get(name);
            return List.of(
                    command == null
                            ? unknown(name)
                            : line(command, command.usage().length()));
        }
        int width = all().stream()
                .mapToInt(command -> command.usage().length())
                .max()
                .orElse(0);
        return all().stream().map(command -> line(command, width)).toList();
    }

    private static String line(Command<?> command, int width) {
        return command.usage() + " ".repeat(width - command.usage().length()) + "  " + command.help();
    }

    private String unknown(String name) {
        return "There is no command /" + name + "."
                + SpellingSuggestion.closest(name, byName.keySet())
                        .map(near -> " Did you mean /" + near + "?")
                        .orElse(" /help lists them.");
    }
}
