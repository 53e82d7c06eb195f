package dev.parley.console;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.OperatorMessages;
import dev.parley.command.Command;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The commands that change messages of any user. A number counts messages back from the newest one of the room, which is 1.
 */
final class MessageChangeCommands {

    private static final String DELETE_USAGE =
            "Say which message, or whose messages: /delete ROOM N, where 1 is the newest,"
                    + " or /delete ROOM NAME since MINUTES";

    private MessageChangeCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "edit",
                        "ROOM N TEXT",
                        "Replaces the text of the N-th message of a room from the newest.",
                        (caller, rest) -> edit(caller.chatServer(), rest)),
                new Command<>(
                        "delete",
                        "ROOM N | ROOM NAME since MINUTES",
                        "Deletes the N-th message of a room from the newest, or the messages of a user.",
                        (caller, rest) -> delete(caller.chatServer(), rest)));
    }

    private static CompletionStage<List<String>> edit(ChatServer server, String rest) {
        String[] words = rest.split("\\s+", 3);
        Optional<Integer> number = words.length < 3 ? Optional.empty() : number(words[1]);
        if (number.isEmpty()) {
            return reply("Say which message and the new text: /edit ROOM N TEXT, where 1 is the newest");
        }
        return inRoom(
                server,
                words[0],
                room -> change(
                        room,
                        number.get(),
                        target -> server.operatorMessages().edit(room.name(), target, words[2], server.operator())));
    }

    private static CompletionStage<List<String>> delete(ChatServer server, String rest) {
        String[] words = rest.split("\\s+", 0);
        Optional<Integer> number = words.length == 2 ? number(words[1]) : Optional.empty();
        Optional<Integer> minutes = words.length == 4 && words[2].equals("since") ? number(words[3]) : Optional.empty();
        if (number.isPresent()) {
            return inRoom(
                    server,
                    words[0],
                    room -> change(
                            room,
                            number.get(),
                            target -> server.operatorMessages().delete(room.name(), target, server.operator())));
        } else if (minutes.isPresent()) {
            return inRoom(server, words[0], room -> deleteSince(server, room, words[1], minutes.get()));
        }
        return reply(DELETE_USAGE);
    }

    private static CompletionStage<List<String>> deleteSince(ChatServer server, Room room, String name, int minutes) {
        return server.operatorMessages()
                .deleteSince(room.name(), name, server.now().minus(Duration.ofMinutes(minutes)), server.operator())
                .thenApply(MessageChangeCommands::describe);
    }

    private static List<String> describe(OperatorMessages.Deletions deletions) {
        String deleted =
                RoomImport.messages(deletions.deleted()) + (deletions.deleted() == 1 ? " was" : " were") + " deleted.";
        return deletions.refused().isEmpty()
                ? List.of(deleted)
                : List.of(deleted, deletions.refused().get(0).sentence());
    }

    private static CompletionStage<List<String>> inRoom(
            ChatServer server, String typed, Function<Room, CompletionStage<List<String>>> action) {
        return RoomName.parse(CommandSyntax.roomArgument(typed))
                .flatMap(server.roomRegistry()::find)
                .map(action)
                .orElseGet(() -> reply(Refusal.noSuchRoom(typed).sentence()));
    }

    private static CompletionStage<List<String>> change(
            Room room, int number, Function<Long, CompletionStage<RequestResult>> change) {
        return room.last(number)
                .thenCompose(messages -> messages.size() < number
                        ? reply(Refusal.noSuchMessage().sentence())
                        : change.apply(seq(messages)).thenApply(OperatorCommands::problem));
    }

    private static long seq(List<Message> messages) {
        return messages.get(0).position().seq();
    }

    private static Optional<Integer> number(String typed) {
        return typed.matches("[1-9][0-9]{0,4}") ? Optional.of(Integer.parseInt(typed)) : Optional.empty();
    }

    private static CompletionStage<List<String>> reply(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
