package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookProgress;
import dev.parley.chat.hook.Webhooks;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.moderation.Bot;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.Bots;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** The commands of operators for webhooks. */
final class HookCommands {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String USAGE = "/hook ROOM URL [all|mentions [NAME]]";

    /** The name that a message mentions if the operator gives none. */
    private static final String DEFAULT_NAME = "hook";

    private static final int MOST_WORDS = 4;

    private HookCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "hook",
                        "ROOM URL [all|mentions [NAME]] | in ROOM NAME | remove N|NAME | enable N",
                        "Posts the messages of a room to an address, or creates an address that posts in a room.",
                        HookCommands::hook),
                new Command<>("hooks", "", "Lists the webhooks.", (caller, rest) -> list(caller)));
    }

    private static Webhooks webhooks(OperatorContext caller) {
        return caller.chatServer().webhooks();
    }

    private static CompletionStage<List<String>> hook(OperatorContext caller, String rest) {
        String[] words = rest.split("\\s+", -1);
        if (words.length == 2 && words[0].equalsIgnoreCase("remove")) {
            return words[1].matches("[0-9]+")
                    ? withHook(caller, words[1], hook -> remove(caller, hook))
                    : removeIncoming(caller, CommandSyntax.withoutAddress(words[1]));
        } else if (words.length == 2 && words[0].equalsIgnoreCase("enable")) {
            return withHook(caller, words[1], hook -> enable(caller, hook));
        } else if (words.length == 3 && words[0].equalsIgnoreCase("in") && !words[1].contains("://")) {
            return createIncoming(caller, words[1], words[2]);
        } else if (words.length < 2 || words.length > MOST_WORDS) {
            return refused("Say which room and which address: " + USAGE);
        }
        return create(caller, words);
    }

    private static CompletionStage<List<String>> create(OperatorContext caller, String[] words) {
        Optional<Room> room = find(caller, words[0]);
        if (room.isEmpty()) {
            return refused(Refusal.noSuchRoom(words[0]));
        }
        String which = words.length > 2 ? words[2].toLowerCase(Locale.ROOT) : "all";
        boolean isOfMentions = which.equals("mentions");
        if (!isOfMentions && (!which.equals("all") || words.length == MOST_WORDS)) {
            return refused("A hook is for all messages or for those that mention a name: " + USAGE);
        }
        String typed = words.length == MOST_WORDS ? CommandSyntax.withoutAddress(words[3]) : DEFAULT_NAME;
        if (caller.chatServer().limits().names().parse(typed) instanceof NicknamePolicy.Invalid) {
            return refused("The name that messages mention is one that a user can have, such as “deploy”.");
        }
        return webhooks(caller)
                .create(
                        room.get().name(),
                        words[1],
                        isOfMentions ? typed : null,
                        caller.operator().name())
                .thenCompose(creation -> {
                    if (creation instanceof Webhooks.Created created) {
                        Hook hook = created.hook();
                        publish(caller, "created " + describe(hook) + ".");
                        return lines(
                                "Hook " + hook.id() + " posts " + selection(hook) + " of " + hook.room() + " to "
                                        + hook.origin() + ". Its secret, which is shown only now, signs each request:",
                                "secret: " + hook.secret());
                    }
                    return refused(((Webhooks.NotCreated) creation).reason());
                });
    }

    private static Optional<Room> find(OperatorContext caller, String room) {
        return RoomName.parse(CommandSyntax.roomArgument(room))
                .flatMap(caller.chatServer().roomRegistry()::find);
    }

    private static CompletionStage<List<String>> createIncoming(OperatorContext caller, String room, String name) {
        Bots bots = caller.chatServer().bots();
        Optional<Room> found = find(caller, room);
        if (found.isEmpty()) {
            return refused(Refusal.noSuchRoom(room));
        } else if (name.matches("[0-9]+")) {
            return refused("The name of a webhook is not only a number: /hook in ROOM NAME");
        }
        return bots.createHook(name, found.get().name(), caller.operator()).thenCompose(result -> {
            if (result instanceof Bots.HookCreated created) {
                return lines(
                        created.hook().nickname() + " posts in " + found.get().name()
                                + " what is sent to this address. It is a secret, and is not shown again:",
                        "address: " + bots.incomingHooks().address(created.key()));
            }
            return refused(((Bots.Refused) result).refusal());
        });
    }

    private static CompletionStage<List<String>> removeIncoming(OperatorContext caller, String name) {
        return caller.chatServer()
                .bots()
                .removeHook(name, caller.operator())
                .thenCompose(removed -> removed.isPresent()
                        ? lines("The address of " + removed.get().nickname()
                                + " is not valid any more. The name is free.")
                        : refused("There is no webhook “" + name + "”. /hooks lists them."));
    }

    private static String selection(Hook hook) {
        return hook.mention() == null ? "all messages" : "the messages that mention @" + hook.mention();
    }

    private static String describe(Hook hook) {
        return "the hook " + hook.id() + " of the room " + hook.room() + " to " + hook.origin();
    }

    private static void publish(OperatorContext caller, String act) {
        caller.chatServer().operators().publishAct(caller.operator(), act);
    }

    private static CompletionStage<List<String>> withHook(
            OperatorContext caller, String number, Function<Hook, CompletionStage<List<String>>> action) {
        return webhooks(caller)
                .all()
                .thenCompose(all -> all.stream()
                        .filter(hook -> Long.toString(hook.id()).equals(number))
                        .findFirst()
                        .map(action)
                        .orElseGet(() -> refused("There is no hook " + number + ". /hooks lists them.")));
    }

    private static CompletionStage<List<String>> remove(OperatorContext caller, Hook hook) {
        return webhooks(caller).remove(hook.id()).thenCompose(removed -> {
            publish(caller, "removed " + describe(hook) + ".");
            return lines("Hook " + hook.id() + " was removed.");
        });
    }

    private static CompletionStage<List<String>> enable(OperatorContext caller, Hook hook) {
        if (hook.progress().enabled()) {
            return refused("Hook " + hook.id() + " is enabled. After a failure it tries again by itself.");
        }
        return webhooks(caller).enable(hook).thenCompose(saved -> {
            publish(caller, "enabled " + describe(hook) + ".");
            return lines("Hook " + hook.id() + " delivers again, from the first message that it has missed.");
        });
    }

    private static CompletionStage<List<String>> list(OperatorContext caller) {
        Stream<String> incoming = caller.chatServer().bots().hooks().stream().map(HookCommands::line);
        return webhooks(caller).all().thenApply(all -> {
            List<String> found = Stream.concat(all.stream().map(HookCommands::line), incoming)
                    .toList();
            return found.isEmpty()
                    ? List.of("There are no hooks. To create one: " + USAGE + ", or /hook in ROOM NAME")
                    : found;
        });
    }

    private static String line(Bot hook) {
        return "  " + hook.nickname() + "  posts in " + hook.rooms().get(0) + ", by " + hook.createdBy() + ", "
                + TIME.format(hook.since()) + ".";
    }

    private static String line(Hook hook) {
        HookProgress progress = hook.progress();
        String state = "";
        if (progress.failingSince() != null) {
            state = (progress.enabled() ? " Failing since " : " Disabled, as it has failed since ")
                    + TIME.format(progress.failingSince()) + ": " + progress.failure();
        }
        return "  " + hook.id() + "  " + selection(hook) + " of " + hook.room() + " to " + hook.url() + ", by "
                + hook.createdBy() + ", " + TIME.format(hook.since()) + "." + state;
    }

    private static CompletionStage<List<String>> lines(String... lines) {
        return CompletableFuture.completedFuture(List.of(lines));
    }
}
