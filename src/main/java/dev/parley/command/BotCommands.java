package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.moderation.Bot;
import dev.parley.chat.session.Bots;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The commands that create, list and revoke bots. */
final class BotCommands {

    private static final String READ = "read";
    private static final String WRITE = "write";
    private static final String REVOKE = "revoke";
    private static final String USAGE = "/bot NAME ROOM… [read|write], or /bot revoke NAME";

    /** The most rooms of a bot, which a line of {@code /bots} lists. */
    private static final int MOST_ROOMS = 50;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private BotCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "bot",
                        "NAME ROOM… [read|write] | revoke NAME",
                        "Creates a bot with a key for the HTTP API, or revokes one.",
                        BotCommands::bot),
                new Command<>(
                        "bots",
                        "",
                        "Lists the bots.",
                        (caller, rest) -> CompletableFuture.completedFuture(
                                list(caller.chatServer().bots()))));
    }

    private static CompletionStage<List<String>> bot(OperatorContext caller, String rest) {
        List<String> words = rest.isEmpty() ? List.of() : Arrays.asList(rest.split("\\s+", -1));
        if (words.size() < 2) {
            return refused("Say the name of the bot and its rooms: " + USAGE);
        }
        if (words.get(0).toLowerCase(Locale.ROOT).equals(REVOKE)) {
            return words.size() == 2
                    ? revoke(caller, words.get(1))
                    : refused("Say one bot to revoke: /bot revoke NAME");
        }
        String last = words.get(words.size() - 1).toLowerCase(Locale.ROOT);
        boolean hasRight = words.size() > 2 && (last.equals(READ) || last.equals(WRITE));
        List<RoomName> rooms = new ArrayList<>();
        for (String word : words.subList(1, words.size() - (hasRight ? 1 : 0))) {
            Optional<RoomName> room = RoomName.parse(word);
            if (room.isEmpty()) {
                return refused("“" + word + "” is not the name of a room. " + RoomName.RULE);
            }
            rooms.add(room.get());
        }
        return rooms.size() > MOST_ROOMS
                ? refused("A bot has at most " + MOST_ROOMS + " rooms. Create a second one for the others.")
                : create(caller, words.get(0), rooms, !(hasRight && last.equals(READ)));
    }

    private static CompletionStage<List<String>> create(
            OperatorContext caller, String name, List<RoomName> rooms, boolean writes) {
        return caller.chatServer()
                .bots()
                .create(name, rooms, writes, caller.operator())
                .thenCompose(result -> {
                    if (result instanceof Bots.Refused no) {
                        return refused(no.refusal());
                    }
                    Bots.Created created = (Bots.Created) result;
                    return CompletableFuture.completedFuture(List.of(
                            created.bot().nickname() + " may " + created.bot().rights()
                                    + ". This is the key. It is not shown again:",
                            "key: " + created.key().secret()));
                });
    }

    private static CompletionStage<List<String>> revoke(OperatorContext caller, String typed) {
        return caller.chatServer()
                .bots()
                .revoke(CommandSyntax.withoutAddress(typed), caller.operator())
                .thenCompose(revoked -> revoked.isPresent()
                        ? CompletableFuture.completedFuture(List.of(
                                "The key of " + revoked.get().nickname() + " is not valid any more. The name is free."))
                        : refused("There is no bot “" + typed + "”. /bots lists the bots."));
    }

    private static List<String> list(Bots bots) {
        List<Bot> all = bots.all();
        return all.isEmpty()
                ? List.of("There are no bots.")
                : all.stream()
                        .map(bot -> "  " + bot.nickname() + ", may " + bot.rights() + ", since "
                                + TIME.format(bot.since()) + ", by " + bot.createdBy())
                        .toList();
    }
}
