package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomSettings;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The commands of operators that act on rooms. */
final class RoomCommands {

    private static final int MOST_SECONDS = 21_600;

    private RoomCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "topic",
                        "ROOM [TEXT]",
                        "Sets the topic of a room. Without a text, removes the topic.",
                        RoomCommands::topic),
                new Command<>(
                        "lock",
                        "[ROOM]",
                        "Locks a room: only operators can write.",
                        (caller, rest) ->
                                changeSettings(caller, rest, "/lock ROOM", settings -> settings.withLocked(true))),
                new Command<>(
                        "unlock",
                        "[ROOM]",
                        "Unlocks a room.",
                        (caller, rest) ->
                                changeSettings(caller, rest, "/unlock ROOM", settings -> settings.withLocked(false))),
                new Command<>(
                        "slow",
                        "[ROOM] SECONDS",
                        "Sets the least time between two messages of a user in a room. 0 ends the slow mode.",
                        RoomCommands::slow),
                new Command<>("announce", "TEXT", "Sends a message to every room, as Server.", RoomCommands::announce),
                new Command<>(
                        "close",
                        "ROOM [yes]",
                        "Closes a room and deletes its messages. Its users move to the lobby.",
                        RoomCommands::close));
    }

    private static CompletionStage<List<String>> topic(OperatorContext caller, String rest) {
        ChatServer server = caller.chatServer();
        String[] words = rest.split("\\s+", 2);
        if (words[0].isEmpty()) {
            return refused("Say which room and what it is about: /topic ROOM TEXT");
        }
        Optional<Room> named = find(server, words[0]);
        String text = named.isPresent() || caller.room() == null ? words.length < 2 ? "" : words[1].strip() : rest;
        int length = text.codePointCount(0, text.length());
        if (length > server.limits().messageLength()) {
            return refused(Refusal.messageTooLong(length, server.limits().messageLength()));
        }
        return named.or(() -> current(caller))
                .map(room -> applied(room.setTopic(text, caller.user()), () -> {
                    publish(
                            caller,
                            text.isEmpty()
                                    ? "removed the topic of " + room.name() + "."
                                    : "set the topic of " + room.name() + ": " + text);
                    return List.of(
                            text.isEmpty() ? room.name() + " has no topic now." : room.name() + " is about: " + text);
                }))
                .orElseGet(() -> refused(Refusal.noSuchRoom(words[0])));
    }

    /** Finds the room that a word names. */
    private static Optional<Room> find(ChatServer server, String word) {
        return RoomName.parse(CommandSyntax.roomArgument(word)).flatMap(server.roomRegistry()::find);
    }

    private static Optional<Room> current(OperatorContext caller) {
        RoomName name = caller.room();
        return name == null
                ? Optional.empty()
                : caller.chatServer().roomRegistry().find(name);
    }

    private interface Lines {
        List<String> publish();
    }

    /** Returns the lines for a change that has taken effect; refused if it has not. */
    private static CompletionStage<List<String>> applied(CompletionStage<RequestResult> change, Lines lines) {
        return change.thenCompose(result -> result instanceof Refusal refusal
                ? refused(refusal)
                : CompletableFuture.completedFuture(lines.publish()));
    }

    private static void publish(OperatorContext caller, String act) {
        caller.chatServer().operators().publishAct(caller.operator(), act);
    }

    private static CompletionStage<List<String>> slow(OperatorContext caller, String rest) {
        String usage = "/slow ROOM SECONDS";
        String[] words = rest.split("\\s+", -1);
        String seconds = words[words.length - 1];
        if (words.length > 2 || !seconds.matches("[0-9]{1,5}") || Integer.parseInt(seconds) > MOST_SECONDS) {
            return refused("Say how many seconds, 0 to " + MOST_SECONDS + ": " + usage);
        }
        Duration interval = Duration.ofSeconds(Integer.parseInt(seconds));
        return changeSettings(
                caller, words.length == 2 ? words[0] : "", usage, settings -> settings.withSlow(interval));
    }

    private static CompletionStage<List<String>> changeSettings(
            OperatorContext caller, String typed, String usage, UnaryOperator<RoomSettings> change) {
        String word = CommandSyntax.roomArgument(typed);
        if (word.isEmpty() && caller.room() == null) {
            return refused("Say which room: " + usage);
        }
        Optional<Room> found = word.isEmpty() ? current(caller) : find(caller.chatServer(), word);
        if (found.isEmpty()) {
            return refused(Refusal.noSuchRoom(word.isEmpty() ? String.valueOf(caller.room()) : word));
        }
        Room room = found.get();
        RoomSettings before = room.attributes().settings();
        RoomSettings next = change.apply(before);
        if (next.equals(before)) {
            String state = before.description();
            return reply("Nothing changes in " + room.name() + ". "
                    + (state.isEmpty() ? "It is not locked and has no slow mode." : state));
        }
        return applied(room.attributes().changeSettings(change, caller.user()), () -> {
            publish(
                    caller,
                    next.changeFrom(before).replace("the room", "the room " + room.name())
                            + (next.locked() == before.locked() ? " in " + room.name() + "." : "."));
            String state = next.description();
            return List.of(room.name() + ": " + (state.isEmpty() ? "all users can write at any time." : state));
        });
    }

    private static CompletionStage<List<String>> announce(OperatorContext caller, String rest) {
        if (rest.isBlank()) {
            return refused("Say what to announce: /announce TEXT");
        }
        return caller.chatServer().publish(rest).thenCompose(results -> {
            Optional<Refusal> refusal = results.stream()
                    .filter(Refusal.class::isInstance)
                    .map(Refusal.class::cast)
                    .findFirst();
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            publish(caller, "announced: " + rest.strip());
            return reply("Sent to " + results.size() + (results.size() == 1 ? " room." : " rooms."));
        });
    }

    private static CompletionStage<List<String>> close(OperatorContext caller, String rest) {
        ChatServer server = caller.chatServer();
        String[] words = rest.split("\\s+", 2);
        Optional<Room> room = find(server, words[0]);
        if (words[0].isEmpty()) {
            return refused("Say which room: /close ROOM");
        } else if (room.isEmpty()) {
            return refused(Refusal.noSuchRoom(words[0]));
        }
        RoomName name = room.get().name();
        if (name.equals(RoomName.LOBBY)) {
            return refused("The lobby cannot be closed.");
        } else if (words.length != 2
                || !words[1].strip().toLowerCase(Locale.ROOT).equals("yes")) {
            int people = room.get().summary().people();
            return refused("This deletes all messages of " + name + ", which has " + people
                    + (people == 1 ? " user" : " users") + ". To confirm, type /close " + name + " yes");
        }
        return server.removeRoom(name).thenCompose(removed -> {
            if (!removed) {
                return refused("A user has joined " + name + " meanwhile. Try again.");
            }
            publish(caller, "closed the room " + name + ".");
            return reply(name + " was closed.");
        });
    }

    private static CompletionStage<List<String>> reply(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
