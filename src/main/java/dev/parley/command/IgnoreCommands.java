package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.CommandSyntax;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The commands that hide the messages of users on one connection. */
final class IgnoreCommands {

    private IgnoreCommands() {}

    static List<Command<CommandSender>> all() {
        return List.of(
                new Command<>("ignore", "NAME", "Hides the messages of a user, for you only.", IgnoreCommands::ignore),
                new Command<>(
                        "unignore", "NAME", "Shows the messages of an ignored user again.", IgnoreCommands::unignore),
                new Command<>("ignored", "", "Lists the users whom you ignore.", (sender, rest) -> list(sender)));
    }

    private static CompletionStage<List<String>> ignore(CommandSender sender, String rest) {
        IgnoredUsers ignored = sender.ignoredUsers();
        if (ignored == null) {
            return refusedToProgram();
        } else if (rest.isEmpty()) {
            return refused("Say whom: /ignore NAME");
        }
        return sender.find(rest).thenCompose(found -> {
            if (found.isEmpty()) {
                return refused(Refusal.noSuchUser(rest));
            } else if (found.get().userId().equals(sender.session().user().id())) {
                return refused("You cannot ignore yourself.");
            }
            return ignored.add(found.get())
                    ? reply("You ignore " + found.get().nickname() + " now. /unignore "
                            + found.get().nickname() + " ends that.")
                    : refused("You ignore too many users. /ignored lists them.");
        });
    }

    private static CompletionStage<List<String>> unignore(CommandSender sender, String rest) {
        IgnoredUsers ignored = sender.ignoredUsers();
        if (ignored == null) {
            return refusedToProgram();
        }
        ChatServer server = sender.session().chatServer();
        String bare = CommandSyntax.withoutAddress(rest);
        return ignored.remove(rest, server) || ignored.remove(bare, server)
                ? reply("You do not ignore " + bare + " any more.")
                : refused("You do not ignore “" + rest + "”. /ignored lists the users whom you ignore.");
    }

    private static CompletionStage<List<String>> list(CommandSender sender) {
        IgnoredUsers ignored = sender.ignoredUsers();
        if (ignored == null) {
            return refusedToProgram();
        }
        List<String> names = ignored.names(sender.session().chatServer());
        return reply(names.isEmpty() ? "You ignore no one." : "You ignore " + String.join(", ", names) + ".");
    }

    /** A program that gets events decides itself which of them it shows. */
    private static CompletionStage<List<String>> refusedToProgram() {
        return refused("This client shows messages itself, so that only the client can hide some of them.");
    }

    private static CompletionStage<List<String>> reply(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
