package dev.parley.console;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.command.Command;
import dev.parley.command.CommandRegistry;
import dev.parley.command.RoomLines;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The commands of the operator. */
public final class OperatorCommands {

    private static final int PAGE = 50;

    private OperatorCommands() {}

    /** Returns all commands with their help. */
    public static List<? extends Command<?>> all() {
        return registry().all();
    }

    /** Returns the registry of the operator's commands. */
    static CommandRegistry<OperatorContext> registry() {
        List<Command<OperatorContext>> commands = new ArrayList<>(talking());
        commands.addAll(MessageChangeCommands.all());
        commands.addAll(ModerationCommands.all());
        commands.addAll(ArchiveCommands.all());
        commands.addAll(ending());
        return new CommandRegistry<>(commands);
    }

    private static List<Command<OperatorContext>> talking() {
        return List.of(
                new Command<>(
                        "say", "ROOM TEXT", "Sends a message to one room, as Server.", OperatorCommands::sayCommand),
                new Command<>(
                        "topic",
                        "ROOM [TEXT]",
                        "Sets the topic of a room. Without a text, removes the topic.",
                        OperatorCommands::topic),
                new Command<>(
                        "who",
                        "[PAGE]",
                        "Lists the online users with their client and address.",
                        (caller, rest) -> reply(who(caller.chatServer(), rest))),
                new Command<>(
                        "rooms",
                        "[TEXT]",
                        "Lists the rooms with the most users, or the rooms with a text in the name.",
                        (caller, rest) -> RoomLines.of(caller.chatServer().roomRegistry(), List.of(), rest)),
                new Command<>(
                        "remove",
                        "ROOM [yes]",
                        "Removes a room with its messages. Its users leave it.",
                        (caller, rest) -> remove(caller.chatServer(), rest)),
                new Command<>(
                        "kick",
                        "NAME [REASON]",
                        "Disconnects a user. The user can log in again.",
                        (caller, rest) -> kick(caller.chatServer(), rest)));
    }

    private static List<Command<OperatorContext>> ending() {
        return List.of(
                new Command<>(
                        "quit",
                        "",
                        "Disconnects all users. The server keeps running.",
                        (caller, rest) -> reply(disconnectAllUsers(caller.chatServer()))),
                new Command<>("shutdown", "", "Stops the server in an orderly way, as Ctrl+C does.", (caller, rest) -> {
                    caller.shutdown().run();
                    return reply(List.of());
                }));
    }

    private static CompletionStage<List<String>> sayCommand(OperatorContext caller, String rest) {
        String[] words = rest.split("\\s+", 2);
        if (words.length < 2) {
            return reply(List.of("Say in which room and what: /say ROOM TEXT"));
        }
        return RoomName.parse(words[0])
                .map(room -> caller.chatServer().publish(room, words[1]).thenApply(OperatorCommands::problem))
                .orElseGet(() -> reply(problem(Refusal.roomInvalid())));
    }

    private static CompletionStage<List<String>> topic(OperatorContext caller, String rest) {
        ChatServer server = caller.chatServer();
        String[] words = rest.split("\\s+", 2);
        String text = words.length < 2 ? "" : words[1].strip();
        int length = text.codePointCount(0, text.length());
        if (words[0].isEmpty()) {
            return reply(List.of("Say which room and what it is about: /topic ROOM TEXT"));
        }
        if (length > server.limits().messageLength()) {
            return reply(problem(Refusal.messageTooLong(length, server.limits().messageLength())));
        }
        return RoomName.parse(words[0])
                .flatMap(server.roomRegistry()::find)
                .map(room -> topic(room, text, server.operator()))
                .orElseGet(() -> reply(problem(Refusal.noSuchRoom(words[0]))));
    }

    private static CompletionStage<List<String>> topic(Room room, String text, User operator) {
        return room.setTopic(text, operator).thenApply(result -> {
            if (result instanceof Refusal) {
                return problem(result);
            }
            return List.of(text.isEmpty() ? room.name() + " has no topic now." : room.name() + " is about: " + text);
        });
    }

    private static List<String> who(ChatServer server, String rest) {
        if (!rest.isEmpty() && !rest.matches("[1-9][0-9]{0,5}")) {
            return List.of("Say which page: /who 2");
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
        return lines;
    }

    private static CompletionStage<List<String>> remove(ChatServer server, String rest) {
        String[] words = rest.split("\\s+", 2);
        Optional<Room> room =
                RoomName.parse(CommandSyntax.roomArgument(words[0])).flatMap(server.roomRegistry()::find);
        if (words[0].isEmpty()) {
            return reply(List.of("Say which room: /remove ROOM"));
        } else if (room.isEmpty()) {
            return reply(problem(Refusal.noSuchRoom(words[0])));
        }
        RoomName name = room.get().name();
        if (name.equals(RoomName.LOBBY)) {
            return reply(List.of("The lobby cannot be removed."));
        } else if (words.length != 2 || !words[1].strip().equalsIgnoreCase("yes")) {
            int people = room.get().summary().people();
            return reply(List.of("This deletes all messages of " + name + ", which has " + people
                    + (people == 1 ? " user" : " users") + ". To confirm, type /remove " + name + " yes"));
        }
        return server.removeRoom(name)
                .thenApply(removed -> List.of(
                        removed ? name + " was removed." : "A user has joined " + name + " meanwhile. Try again."));
    }

    private static CompletionStage<List<String>> kick(ChatServer server, String rest) {
        String[] words = rest.split("\\s+", 2);
        if (words[0].isEmpty()) {
            return reply(List.of("Say whom: /kick NAME [REASON]"));
        }
        return server.kick(words[0], words.length < 2 ? "" : words[1])
                .thenApply(kicked -> kicked.map(nickname -> List.of(nickname + " was kicked."))
                        .orElseGet(() -> problem(Refusal.noSuchUser(words[0]))));
    }

    private static List<String> disconnectAllUsers(ChatServer server) {
        int sent = server.disconnectAll();
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

    private static CompletionStage<List<String>> reply(List<String> lines) {
        return CompletableFuture.completedFuture(lines);
    }
}
