package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.identity.NicknameRegistry.Claim;
import dev.parley.chat.moderation.OperatorCode;
import dev.parley.chat.moderation.OperatorGrant;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.Operators;
import dev.parley.text.CommandSyntax;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The commands that make users operators, and end the right. */
final class GrantCommands {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private GrantCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "operators",
                        "[add NAME]",
                        "Lists the operators, or creates a code that makes a user one.",
                        GrantCommands::operators),
                new Command<>(
                        "deop",
                        "[NAME]",
                        "Ends the right of an operator. Without a name, your own.",
                        GrantCommands::deop));
    }

    private static CompletionStage<List<String>> operators(OperatorContext caller, String rest) {
        Operators operators = caller.chatServer().operators();
        if (rest.isEmpty()) {
            List<OperatorGrant> all = operators.all();
            return CompletableFuture.completedFuture(
                    all.isEmpty()
                            ? List.of("There are no operators but the console.")
                            : all.stream().map(GrantCommands::describe).toList());
        }
        String[] words = rest.split("\\s+", -1);
        if (words.length != 2 || !words[0].toLowerCase(Locale.ROOT).equals("add")) {
            return refused("Say whom to make an operator: /operators add NAME");
        }
        String name = CommandSyntax.withoutAddress(words[1]);
        return operators.createCode(caller.operator()).thenApply(code -> {
            operators.publishAct(caller.operator(), "created an operator code for " + name + ".");
            return List.of(name + " becomes an operator with /op " + code.text() + ". The code is valid once, for "
                    + OperatorCode.VALIDITY.toMinutes() + " minutes.");
        });
    }

    private static String describe(OperatorGrant grant) {
        return "  " + grant.name() + ", since " + TIME.format(grant.since()) + ", by " + grant.grantedBy();
    }

    private static CompletionStage<List<String>> deop(OperatorContext caller, String rest) {
        Operators operators = caller.chatServer().operators();
        String own = caller.operator().userId();
        if (rest.isEmpty()) {
            return own == null
                    ? refused("The console keeps its right. Say whose right to end: /deop NAME")
                    : operators
                            .revoke(own, caller.operator())
                            .thenApply(ended -> List.of("You are not an operator any more."));
        }
        return caller.chatServer()
                .findUser(rest)
                .thenCompose(found -> find(operators, found, rest)
                        .map(grant -> operators
                                .revoke(grant.userId(), caller.operator())
                                .thenApply(ended -> List.of(grant.name() + " is not an operator any more.")))
                        .orElseGet(() -> found.isPresent()
                                ? refused(found.get().nickname() + " is not an operator. /operators lists them.")
                                : refused(Refusal.noSuchUser(rest))));
    }

    /** Finds an operator by the user who has the nickname, or by the nickname of one who is offline. */
    private static Optional<OperatorGrant> find(Operators operators, Optional<Claim> online, String name) {
        return operators.all().stream()
                .filter(grant -> online.isPresent()
                        ? online.get().userId().equals(grant.userId())
                        : grant.name().equalsIgnoreCase(CommandSyntax.withoutAddress(name)))
                .findFirst();
    }
}
