package dev.parley.command;

import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.MessageRequests;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** The commands that change messages, or reply to them. A number counts messages back from the newest one of the room, which is 1. */
final class MessageCommands {

    /** The number of messages among which a command looks for its message. */
    private static final int MOST = 200;

    private static final String NO_OWN = "You have no message among the last " + MOST + " that can be changed.";

    private MessageCommands() {}

    static List<Command<CommandSender>> all() {
        return List.of(
                new Command<>("edit", "TEXT", "Replaces the text of your last message.", MessageCommands::edit),
                new Command<>(
                        "delete",
                        "[N]",
                        "Deletes your message that is the N-th from the newest in the room; without N, your last one.",
                        MessageCommands::delete),
                new Command<>(
                        "reply",
                        "N TEXT",
                        "Replies to the N-th message from the newest; 1 is the newest.",
                        MessageCommands::sendReply),
                new Command<>(
                        "react",
                        "N EMOJI",
                        "Adds an emoji to the N-th message from the newest, or removes yours.",
                        MessageCommands::react));
    }

    private static CompletionStage<List<String>> edit(CommandSender sender, String rest) {
        if (rest.isEmpty()) {
            return reply("Say the new text of your last message: /edit TEXT");
        }
        return ownLast(sender, target -> requests(sender).edit(sender.room(), target, rest, null));
    }

    private static CompletionStage<List<String>> delete(CommandSender sender, String rest) {
        Function<Long, CompletionStage<RequestResult>> delete =
                target -> requests(sender).delete(sender.room(), target, null);
        if (rest.isEmpty()) {
            return ownLast(sender, delete);
        }
        return number(rest)
                .map(number -> fromNewest(sender, number, delete))
                .orElseGet(() -> reply("Say which message, counted from the newest, 1 to " + MOST + ": /delete 2"));
    }

    private static CompletionStage<List<String>> sendReply(CommandSender sender, String rest) {
        String[] words = rest.split("\\s+", 2);
        Optional<Integer> number = number(words[0]);
        return words.length < 2 || number.isEmpty()
                ? reply("Say to which message, counted from the newest, and what: /reply 2 TEXT")
                : fromNewest(
                        sender,
                        number.get(),
                        target -> requests(sender).publish(sender.room(), words[1], false, null, target));
    }

    private static CompletionStage<List<String>> react(CommandSender sender, String rest) {
        String[] words = rest.split("\\s+", 2);
        Optional<Integer> number = number(words[0]);
        return words.length < 2 || number.isEmpty()
                ? reply("Say to which message, counted from the newest, and which emoji: /react 2 👍")
                : fromNewest(sender, number.get(), target -> toggle(sender, target, words[1].strip()));
    }

    /** Adds a reaction, or removes it if the user has added it before. */
    private static CompletionStage<RequestResult> toggle(CommandSender sender, long target, String emoji) {
        return requests(sender)
                .react(sender.room(), target, emoji, false, null)
                .thenCompose(result -> result instanceof Acknowledgement
                        ? requests(sender).react(sender.room(), target, emoji, true, null)
                        : CompletableFuture.completedFuture(result));
    }

    private static MessageRequests requests(CommandSender sender) {
        return sender.session().messageRequests();
    }

    private static CompletionStage<List<String>> ownLast(
            CommandSender sender, Function<Long, CompletionStage<RequestResult>> change) {
        Predicate<Message> isOwn =
                message -> message.person().equals(sender.session().user().id()) && !message.isDeleted();
        return last(
                sender,
                MOST,
                messages -> messages.stream()
                        .filter(isOwn)
                        .reduce((earlier, later) -> later)
                        .map(own -> run(change, own))
                        .orElseGet(() -> reply(NO_OWN)));
    }

    private static CompletionStage<List<String>> fromNewest(
            CommandSender sender, int number, Function<Long, CompletionStage<RequestResult>> change) {
        return last(
                sender,
                number,
                messages -> messages.size() < number
                        ? reply(Refusal.noSuchMessage().sentence())
                        : run(change, messages.get(0)));
    }

    private static CompletionStage<List<String>> last(
            CommandSender sender, int count, Function<List<Message>, CompletionStage<List<String>>> then) {
        Optional<Room> room = sender.session().isIn(sender.room())
                ? sender.session().chatServer().roomRegistry().find(sender.room())
                : Optional.empty();
        return room.map(found -> found.last(count).thenCompose(then))
                .orElseGet(() -> reply(Refusal.notInRoom(sender.room()).sentence()));
    }

    /** Runs a change, which all users of the room see, so that only a refusal needs an answer. */
    private static CompletionStage<List<String>> run(
            Function<Long, CompletionStage<RequestResult>> change, Message target) {
        return change.apply(target.position().seq())
                .thenApply(result -> result instanceof Refusal refusal ? List.of(refusal.sentence()) : List.of());
    }

    private static Optional<Integer> number(String typed) {
        return typed.matches("[0-9]{1,3}")
                ? Optional.of(Integer.parseInt(typed)).filter(number -> number >= 1 && number <= MOST)
                : Optional.empty();
    }

    private static CompletionStage<List<String>> reply(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
