package dev.parley.command;

import dev.parley.text.CommandSyntax;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A registry of commands, in the order of their help. Of several commands with the same name, the last one runs that the
 * sender sees and that takes the arguments. Immutable and thread-safe.
 *
 * @param <C> the type of the sender
 */
public final class CommandRegistry<C> {

    /** The most characters of a line that a reply repeats. */
    private static final int MOST_SHOWN = 40;

    /** The commands that an unknown word is never taken for: they end the visit, or the server or a room for all its users. */
    private static final Set<String> NEVER_SUGGESTED = Set.of("quit", "shutdown", "close");

    private final List<Command<C>> all;
    private final Map<String, List<Command<C>>> byName;

    /** Creates a registry of these commands and of {@code help}, which lists them. */
    public CommandRegistry(List<Command<C>> commands) {
        Command<C> help = new Command<>(
                "help",
                "[COMMAND]",
                "Lists the commands, or describes one command.",
                (caller, arguments) -> CompletableFuture.completedFuture(help(caller, arguments)));
        this.all = Stream.concat(Stream.of(help), commands.stream()).toList();
        this.byName = all.stream().collect(Collectors.groupingBy(Command::name));
    }

    /** Returns all commands, in the order of their help. */
    public List<Command<C>> all() {
        return all;
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
        List<Command<C>> found = find(parts[0]);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(Reply.refused(
                    "",
                    List.of(unknown(caller, parts[0]) + " To send it as a message, type “" + escaped(line) + "”.")));
        }
        String arguments = parts.length > 1 ? parts[1] : "";
        Command<C> command = found.stream()
                .filter(each -> each.visible().test(caller) && each.takes().test(arguments))
                .reduce((earlier, later) -> later)
                .orElse(found.get(0));
        String name = command.name();
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
            List<Command<C>> found = find(name);
            return found.isEmpty() ? List.of(unknown(caller, name)) : describe(caller, found);
        }
        List<Command<C>> shown = visibleTo(caller);
        int width = shown.stream()
                .mapToInt(command -> command.usage().length())
                .max()
                .orElse(0);
        return shown.stream().map(command -> line(command, width)).toList();
    }

    /** Describes the commands of one name: the first one, and the others that the sender sees. */
    private List<String> describe(C caller, List<Command<C>> found) {
        return found.stream()
                .filter(command ->
                        command.equals(found.get(0)) || command.visible().test(caller))
                .map(command -> line(command, command.usage().length())
                        + (command.equals(found.get(0)) ? aliases(command) : ""))
                .toList();
    }

    /** Returns the commands that the help lists for a sender, in this order. */
    public List<Command<C>> visibleTo(C caller) {
        return all.stream().filter(command -> command.visible().test(caller)).toList();
    }

    /** Finds the commands of a name or of another word for it; none if there is none. */
    private List<Command<C>> find(String word) {
        List<Command<C>> named = byName.get(word.toLowerCase(Locale.ROOT));
        return named == null ? byName.getOrDefault(CommandSyntax.commandName(word), List.of()) : named;
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
        List<String> known = visibleTo(caller).stream()
                .map(Command::name)
                .filter(suggested -> !NEVER_SUGGESTED.contains(suggested))
                .toList();
        return "There is no command /" + name + "."
                + SpellingSuggestion.closest(name, known)
                        .map(near -> " Did you mean /" + near + "?")
                        .orElse(" /help lists them.");
    }
}
