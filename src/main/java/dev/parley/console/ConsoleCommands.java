package dev.parley.console;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.session.ChatServer;
import dev.parley.command.Command;
import dev.parley.command.CommandRegistry;
import dev.parley.command.InviteLinks;
import dev.parley.command.OperatorCommands;
import dev.parley.command.RoomLines;
import dev.parley.command.SearchLines;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The commands of a console: those of all operators, and those that need the machine of the server. */
public final class ConsoleCommands {

    private static final int PAGE = 50;

    private ConsoleCommands() {}

    /** Returns all commands with their help. */
    public static List<? extends Command<?>> all() {
        return registry(new InviteLinks(() -> "")).all();
    }

    /**
     * Returns the registry of the commands of a console.
     *
     * @param links makes the links of invitations
     */
    static CommandRegistry<ConsoleContext> registry(InviteLinks links) {
        List<Command<ConsoleContext>> commands = new ArrayList<>(talking());
        OperatorCommands.all().forEach(command -> commands.add(command.adapt(context -> context)));
        OperatorCommands.invitations(links).forEach(command -> commands.add(command.adapt(context -> context)));
        commands.addAll(ArchiveCommands.all());
        commands.addAll(ending());
        return new CommandRegistry<>(commands);
    }

    private static List<Command<ConsoleContext>> talking() {
        return List.of(
                new Command<>(
                        "say", "ROOM TEXT", "Sends a message to one room, as Server.", ConsoleCommands::sayCommand),
                new Command<>(
                        "who",
                        "[PAGE]",
                        "Lists the online users with their client and address.",
                        (caller, rest) -> who(caller.chatServer(), rest)),
                new Command<>(
                        "rooms",
                        "[TEXT]",
                        "Lists the rooms with the most users, or the rooms with a text in the name.",
                        (caller, rest) ->
                                RoomLines.of(caller.chatServer().roomRegistry(), List.of(), rest, room -> true)),
                new Command<>(
                        "search",
                        SearchLines.ARGUMENTS,
                        SearchLines.HELP,
                        (caller, rest) -> SearchLines.of(
                                caller.chatServer().messageSearches().search(rest, SearchLines.MOST))));
    }

    private static List<Command<ConsoleContext>> ending() {
        return List.of(
                new Command<>(
                        "quit",
                        "",
                        "Disconnects all users. The server keeps running.",
                        (caller, rest) -> reply(disconnectAllUsers(caller))),
                new Command<>("shutdown", "", "Stops the server in an orderly way, as Ctrl+C does.", (caller, rest) -> {
                    caller.chatServer().operators().publishAct(caller.operator(), "stops the server.");
                    caller.shutdown().run();
                    return reply(List.of());
                }));
    }

    private static CompletionStage<List<String>> sayCommand(ConsoleContext caller, String rest) {
        String[] words = rest.split("\\s+", 2);
        if (words.length < 2) {
            return refused("Say in which room and what: /say ROOM TEXT");
        }
        return RoomName.parse(words[0])
                .map(room -> caller.chatServer().publish(room, words[1]).thenCompose(ConsoleCommands::result))
                .orElseGet(() -> refused(Refusal.roomInvalid()));
    }

    private static CompletionStage<List<String>> who(ChatServer server, String rest) {
        if (!rest.isEmpty() && !rest.matches("[1-9][0-9]{0,5}")) {
            return refused("Say which page: /who 2");
        }
        List<User> people = server.users().stream()
                .sorted(Comparator.comparing(user -> user.nickname().text().toLowerCase(Locale.ROOT)))
                .toList();
        int pages = Math.max(1, (people.size() + PAGE - 1) / PAGE);
        int page = Math.min(rest.isEmpty() ? 1 : Integer.parseInt(rest), pages);
        List<String> lines = new ArrayList<>();
        lines.add(inWords(people.size()) + " here" + (pages > 1 ? ", page " + page + " of " + pages : "")
                + (people.isEmpty() ? "." : ":"));
        people.stream()
                .skip((page - 1L) * PAGE)
                .limit(PAGE)
                .map(ConsoleFormat::from)
                .forEach(line -> lines.add("  " + line));
        return reply(lines);
    }

    private static List<String> disconnectAllUsers(ConsoleContext caller) {
        int sent = caller.chatServer().disconnectAll();
        caller.chatServer().operators().publishAct(caller.operator(), "disconnected all users.");
        return List.of(
                (sent == 0 ? "No one was here" : inWords(sent) + (sent == 1 ? " was" : " were") + " disconnected")
                        + "; the server keeps running.");
    }

    private static String inWords(int people) {
        return switch (people) {
            case 0 -> "No one is";
            case 1 -> "1 person";
            default -> people + " people";
        };
    }

    /** Returns the lines for a result; empty after a success, which is visible already. */
    static List<String> problem(RequestResult result) {
        return result instanceof Refusal refusal ? List.of(refusal.sentence()) : List.of();
    }

    private static CompletionStage<List<String>> result(RequestResult result) {
        return result instanceof Refusal refusal ? refused(refusal) : reply(List.of());
    }

    private static CompletionStage<List<String>> reply(List<String> lines) {
        return CompletableFuture.completedFuture(lines);
    }
}
