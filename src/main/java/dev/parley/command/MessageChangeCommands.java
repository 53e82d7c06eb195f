package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.OperatorMessages;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The commands of operators that change messages of any user. A number counts messages back from the newest one of the room,
 * which is 1.
 */
final class MessageChangeCommands {

    private static final String EDIT_USAGE =
            "Say which message and the new text: /edit #ROOM N TEXT, where 1 is the newest";

    private static final String DELETE_USAGE =
            "Say which message, or whose messages: /delete ROOM N, where 1 is the newest,"
                    + " or /delete ROOM NAME since MINUTES";

    private MessageChangeCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<OperatorContext>(
                                "edit",
                                "#ROOM N TEXT",
                                "Replaces the text of the N-th message of a room from the newest.",
                                MessageChangeCommands::edit)
                        .taking(rest -> rest.matches("(?s)#\\S+\\s+[0-9]+\\s.*")),
                new Command<OperatorContext>(
                                "delete",
                                "ROOM N | [ROOM] NAME since MINUTES",
                                "Deletes the N-th message of a room from the newest, or the messages of a user.",
                                MessageChangeCommands::delete)
                        .taking(rest -> rest.matches("\\S+\\s.*")));
    }

    private static CompletionStage<List<String>> edit(OperatorContext caller, String rest) {
        String[] words = rest.split("\\s+", 3);
        Optional<Integer> number = words.length < 3 ? Optional.empty() : number(words[1]);
        if (number.isEmpty()) {
            return refused(EDIT_USAGE);
        }
        return inRoom(
                caller,
                words[0],
                room -> change(
                        room,
                        number.get(),
                        target -> messages(caller)
                                .edit(room.name(), target, words[2], caller.user(), caller.operator())));
    }

    private static CompletionStage<List<String>> delete(OperatorContext caller, String rest) {
        String[] words = rest.split("\\s+", 0);
        if (words.length == 2 && number(words[1]).isPresent()) {
            int number = number(words[1]).get();
            return inRoom(
                    caller,
                    words[0],
                    room -> change(
                            room,
                            number,
                            target -> messages(caller).delete(room.name(), target, caller.user(), caller.operator())));
        }
        boolean isOfUser = (words.length == 4 || (words.length == 3 && caller.room() != null))
                && words[words.length - 2].equals("since");
        Optional<Integer> minutes = isOfUser ? number(words[words.length - 1]) : Optional.empty();
        if (minutes.isEmpty()) {
            return refused(DELETE_USAGE);
        }
        String room = words.length == 4 ? words[0] : String.valueOf(caller.room());
        return inRoom(caller, room, found -> deleteSince(caller, found, words[words.length - 3], minutes.get()));
    }

    private static CompletionStage<List<String>> deleteSince(
            OperatorContext caller, Room room, String name, int minutes) {
        return messages(caller)
                .deleteSince(
                        room.name(),
                        name,
                        caller.chatServer().now().minus(Duration.ofMinutes(minutes)),
                        caller.user(),
                        caller.operator())
                .thenCompose(MessageChangeCommands::describe);
    }

    private static CompletionStage<List<String>> describe(OperatorMessages.Deletions deletions) {
        String deleted =
                deletions.deleted() == 1 ? "1 message was deleted." : deletions.deleted() + " messages were deleted.";
        return deletions.refused().isEmpty()
                ? reply(List.of(deleted))
                : refused(List.of(deleted, deletions.refused().get(0).sentence()));
    }

    private static OperatorMessages messages(OperatorContext caller) {
        return caller.chatServer().operatorMessages();
    }

    private static CompletionStage<List<String>> inRoom(
            OperatorContext caller, String typed, Function<Room, CompletionStage<List<String>>> action) {
        return RoomName.parse(CommandSyntax.roomArgument(typed))
                .flatMap(caller.chatServer().roomRegistry()::find)
                .map(action)
                .orElseGet(() -> refused(Refusal.noSuchRoom(typed)));
    }

    private static CompletionStage<List<String>> change(
            Room room, int number, Function<Long, CompletionStage<RequestResult>> change) {
        return room.last(number)
                .thenCompose(messages -> messages.size() < number
                        ? refused(Refusal.noSuchMessage())
                        : change.apply(messages.get(0).position().seq()).thenCompose(MessageChangeCommands::result));
    }

    /** Returns the reply to a change, which is visible already if it was made. */
    private static CompletionStage<List<String>> result(RequestResult result) {
        return result instanceof Refusal refusal ? refused(refusal) : reply(List.of());
    }

    private static Optional<Integer> number(String typed) {
        return typed.matches("[1-9][0-9]{0,4}") ? Optional.of(Integer.parseInt(typed)) : Optional.empty();
    }

    private static CompletionStage<List<String>> reply(List<String> lines) {
        return CompletableFuture.completedFuture(lines);
    }
}
