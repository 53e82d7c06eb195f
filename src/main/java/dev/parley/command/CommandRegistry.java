package dev.parley.command;

import dev.parley.text.CommandSyntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A registry of commands, in the order of their help. Immutable and thread-safe.
 *
 * @param <C> the type of the sender
 */
public final class CommandRegistry<C> {

    /** The most characters of a line that a reply repeats. */
    private static final int MOST_SHOWN = 40;

    private final Map<String, Command<C>> byName = new LinkedHashMap<>();

    /** Creates a registry of these commands and of {@code help}, which lists them. */
    public CommandRegistry(List<Command<C>> commands) {
        Command<C> help = new Command<>(
                "help",
                "[COMMAND]",
                "Lists the commands, or describes one command.",
                (caller, arguments) -> CompletableFuture.completedFuture(help(caller, arguments)));
        Stream.concat(Stream.of(help), commands.stream()).forEach(command -> byName.put(command.name(), command));
    }

    /** Returns all commands, in the order of their help. */
    public List<Command<C>> all() {
        return List.copyOf(byName.values());
    }

    /** Returns whether a line is a command, see {@link CommandSyntax#isCommand}. */
    public static boolean isCommand(String line) {
        return CommandSyntax.isCommand(line);
    }

    /** Returns the text of a line that is no command, see {@link CommandSyntax#literal}. */
    public static String literal(String line) {
        return CommandSyntax.literal(line);
    }

    /**
     * Runs a line that {@link #isCommand is a command}.
     *
     * @return the reply; for an unknown command it names the nearest one and the line that sends the text as a
     *     message, and after a failure it describes the failure
     */
    public CompletionStage<Reply> run(C caller, String line) {
        String typed = line.substring(1).strip();
        String[] parts = typed.split("\\s+", 2);
        Command<C> command = find(parts[0]);
        if (command == null) {
            return CompletableFuture.completedFuture(Reply.refused(
                    "",
                    List.of(unknown(caller, parts[0]) + " To send it as a message, type “" + escaped(line) + "”.")));
        }
        String name = command.name();
        String arguments = parts.length > 1 ? parts[1] : "";
        return command.action()
                .run(caller, arguments)
                .handle((lines, failure) -> failure == null
                        ? new Reply(name, AnswerLimit.first(lines))
                        : Reply.refused(name, describe(failure)));
    }

    private static List<String> describe(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusedCommandException refused
                ? refused.lines()
                : List.of("That did not work: the server could not read its history. Try again.");
    }

    /** Returns the beginning of the line that sends a text as a message. */
    private static String escaped(String line) {
        String text = CommandSyntax.escape(line.strip().lines().findFirst().orElse(""));
        return text.codePointCount(0, text.length()) <= MOST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "…";
    }

    private List<String> help(C caller, String arguments) {
        if (!arguments.isEmpty()) {
            String name = arguments.replaceFirst("^[/\\\\]", "");
            Command<C> command = find(name);
            return List.of(
                    command == null
                            ? unknown(caller, name)
                            : line(command, command.usage().length()) + aliases(command));
        }
        List<Command<C>> shown = visibleTo(caller);
        int width = shown.stream()
                .mapToInt(command -> command.usage().length())
                .max()
                .orElse(0);
        return shown.stream().map(command -> line(command, width)).toList();
    }

    /** Returns the commands that the help lists for a sender, in this order. */
    public List<Command<C>> visibleTo(C caller) {
        return all().stream().filter(command -> command.visible().test(caller)).toList();
    }

    /** Finds a command by its name or by another word for it. */
    private @Nullable Command<C> find(String word) {
        Command<C> command = byName.get(word.toLowerCase(Locale.ROOT));
        return command == null ? byName.get(CommandSyntax.commandName(word)) : command;
    }

    private static String aliases(Command<?> command) {
        List<String> words = CommandSyntax.aliases(command.name());
        return words.isEmpty() ? "" : " Same as /" + String.join(", /", words) + ".";
    }

    private static String line(Command<?> command, int width) {
        return command.usage() + " ".repeat(width - command.usage().length()) + "  " + command.help();
    }

    private String unknown(C caller, String word) {
        String name = word.toLowerCase(Locale.ROOT);
        List<String> known = visibleTo(caller).stream().map(Command::name).toList();
        return "There is no command /" + name + "."
                + SpellingSuggestion.closest(name, known)
                        .map(near -> " Did you mean /" + near + "?")
                        .orElse(" /help lists them.");
    }
}
