package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.OperatorLogin;
import dev.parley.chat.session.RoomAccess;
import dev.parley.chat.session.Session;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** The commands that all users can run, on the page and over TCP alike. */
public final class UserCommands {

    private static final int DEFAULT_LAST = 20;
    private static final int MOST_LAST = 200;
    private static final int PAGE = 50;
    private static final Duration IDLE = Duration.ofMinutes(5);

    private UserCommands() {}

    /** Returns the registry of these commands, and of those that are refused to all but operators. */
    public static CommandRegistry<CommandSender> registry(OperatorLogin login, InviteLinks links) {
        List<Command<CommandSender>> commands = new ArrayList<>(forEveryone());
        commands.addAll(MessageCommands.all());
        commands.add(new Command<>("quit", "", "Logs out and closes the connection.", (commandSender, rest) -> {
            commandSender.quit();
            return reply(List.of());
        }));
        commands.addAll(IgnoreCommands.all());
        commands.addAll(InviteCommands.all(links));
        commands.add(new Command<>(
                "op",
                "CODE|PASSWORD",
                "Makes you an operator, with a code or with the operator password.",
                (sender, rest) -> op(login, sender, rest)));
        OperatorCommands.all().stream().map(SenderContext::forSenders).forEach(commands::add);
        return new CommandRegistry<>(commands);
    }

    private static CompletionStage<List<String>> op(OperatorLogin login, CommandSender sender, String rest) {
        if (rest.isEmpty()) {
            return refused("Give the code or the operator password: /op CODE");
        }
        return login.login(sender.session(), rest)
                .thenCompose(refusal -> refusal.map(RefusedCommandException::refused)
                        .orElseGet(() -> reply(List.of("You are an operator now. /help lists your commands."))));
    }

    private static List<Command<CommandSender>> forEveryone() {
        return List.of(
                new Command<>(
                        "who",
                        "[PAGE|NAME]",
                        "Lists the users in the room, or describes one of them.",
                        UserCommands::who),
                new Command<>(
                        "rooms",
                        "[TEXT]",
                        "Lists your rooms and those with the most users, or the rooms with a text in the name.",
                        UserCommands::rooms),
                new Command<>(
                        "join",
                        "ROOM [KEY]",
                        "Joins a room, with the key of a private one. Creates the room if it does not exist.",
                        UserCommands::join),
                new Command<>(
                        "private",
                        "ROOM",
                        "Creates a room that others enter with a key or an invitation, or gives yours another key.",
                        UserCommands::createPrivate),
                new Command<>(
                        "leave",
                        "[ROOM]",
                        "Leaves a room. Without a name, leaves the current room.",
                        (commandSender, rest) -> rest.isEmpty()
                                ? commandSender.leave(commandSender.room())
                                : inRoom(rest, commandSender::leave)),
                new Command<>(
                        "me", "ACTION", "Sends an action: \"/me waves\" shows as \"ada waves\".", UserCommands::me),
                new Command<>(
                        "msg",
                        "NAME TEXT",
                        "Sends a direct message to one user. It is kept for 24 hours, up to 200 per user.",
                        UserCommands::msg),
                new Command<>("search", SearchLines.ARGUMENTS, SearchLines.HELP, UserCommands::search),
                new Command<>("nick", "NAME", "Changes your nickname.", UserCommands::nick),
                new Command<>(
                        "away",
                        "[TEXT]",
                        "Shows others that you are away, with a text. Without one, ends that.",
                        UserCommands::away),
                new Command<>("last", "[N]", "Shows the last N messages, 20 by default.", UserCommands::last));
    }

    private static boolean isOpen(CommandSender sender, RoomName room) {
        return sender.session()
                .chatServer()
                .roomAccess()
                .isOpenTo(room, sender.session().user().id());
    }

    private static CompletionStage<List<String>> join(CommandSender sender, String rest) {
        return inRoom(rest, room -> sender.join(room, CommandSyntax.keyArgument(rest)));
    }

    /** Creates a private room, and joins it; the reply has the key on a line of its own. */
    private static CompletionStage<List<String>> createPrivate(CommandSender sender, String rest) {
        return inRoom(
                rest,
                room -> sender.session()
                        .chatServer()
                        .roomAccess()
                        .create(sender.session(), room)
                        .thenCompose(result -> result instanceof RoomAccess.Created created
                                ? reply(List.of(
                                        room + " is a private room. You enter it with /join " + room
                                                + ", and others with:",
                                        "/join " + room + " " + created.key().text()))
                                : refused(((RoomAccess.Refused) result).refusal())));
    }

    private static CompletionStage<List<String>> who(CommandSender sender, String rest) {
        Optional<RoomName> named = rest.startsWith("#") ? RoomName.parse(rest) : Optional.empty();
        RoomName roomName = named.orElse(sender.room());
        Optional<Room> room = sender.session().chatServer().roomRegistry().find(roomName);
        if (room.isEmpty() || (named.isPresent() && !sender.session().isIn(roomName)) || !isOpen(sender, roomName)) {
            return reply(List.of(Refusal.notInRoom(roomName).sentence()));
        }
        Optional<Integer> page =
                rest.isEmpty() || named.isPresent() ? Optional.of(1) : number(rest, 1, Integer.MAX_VALUE / PAGE);
        return room.get()
                .users()
                .thenApply(people -> page.isPresent()
                        ? who(roomName, people, page.get())
                        : List.of(find(people, rest)
                                .map(person -> describe(person) + " is in " + roomName + ".")
                                .orElseGet(() ->
                                        "There is no user “" + rest + "” in " + roomName + ". /who lists the users.")));
    }

    /** Finds a user by the nickname as typed, or else by the nickname without the signs of a form of address. */
    private static Optional<Presence> find(List<Presence> people, String typed) {
        return Stream.of(typed, CommandSyntax.withoutAddress(typed))
                .flatMap(name -> people.stream().filter(person -> person.name().equalsIgnoreCase(name)))
                .findFirst();
    }

    private static List<String> who(RoomName room, List<Presence> people, int page) {
        List<String> lines = new ArrayList<>();
        int pages = Math.max(1, (people.size() + PAGE - 1) / PAGE);
        int shown = Math.min(page, pages);
        lines.add(people.size() + " in " + room + (pages > 1 ? ", page " + shown + " of " + pages : "") + ":");
        people.stream().skip((shown - 1L) * PAGE).limit(PAGE).forEach(person -> lines.add("  " + describe(person)));
        return lines;
    }

    private static String describe(Presence person) {
        String state = "";
        if (!person.absence().isEmpty()) {
            state = ", away: " + person.absence();
        } else if (person.idle().compareTo(IDLE) >= 0) {
            state = ", idle " + person.idle().toMinutes() + " min";
        }
        return person.name() + " (" + person.via() + state + ")";
    }

    private static CompletionStage<List<String>> search(CommandSender sender, String rest) {
        Session session = sender.session();
        return SearchLines.of(session.chatServer().messageSearches().search(session, rest, SearchLines.MOST));
    }

    private static CompletionStage<List<String>> rooms(CommandSender sender, String rest) {
        return RoomLines.of(
                sender.session().chatServer().roomRegistry(),
                sender.session().rooms(),
                rest,
                room -> isOpen(sender, room));
    }

    private static CompletionStage<List<String>> inRoom(
            String typed, Function<RoomName, CompletionStage<List<String>>> action) {
        return RoomName.parse(CommandSyntax.roomArgument(typed))
                .map(action)
                .orElseGet(() -> reply(List.of(Refusal.roomInvalid().sentence())));
    }

    private static CompletionStage<List<String>> me(CommandSender sender, String rest) {
        if (rest.isEmpty()) {
            return reply(List.of("Say what you do: /me waves"));
        }
        return result(sender.session().publish(sender.room(), rest, true, null));
    }

    private static CompletionStage<List<String>> msg(CommandSender sender, String rest) {
        String[] parts = rest.split("\\s+", 2);
        if (parts.length < 2) {
            return reply(List.of("Say to whom and what: /msg NAME TEXT"));
        }
        return result(sender.session().sendDirect(parts[0], parts[1], null));
    }

    private static CompletionStage<List<String>> result(CompletionStage<RequestResult> sent) {
        return sent.thenApply(result -> result instanceof Refusal refusal ? List.of(refusal.sentence()) : List.of());
    }

    private static CompletionStage<List<String>> nick(CommandSender sender, String rest) {
        if (rest.isEmpty()) {
            return reply(List.of("You are " + sender.session().user() + ". Another name: /nick NAME"));
        }
        return sender.session()
                .rename(rest)
                .thenApply(refusal -> List.of(refusal.map(Refusal::sentence)
                        .orElseGet(() -> "You are " + sender.session().user() + " now.")));
    }

    private static CompletionStage<List<String>> away(CommandSender sender, String rest) {
        Session session = sender.session();
        if (rest.isEmpty() && session.user().absence().isEmpty()) {
            return refused("You are not away. To show others that you are, give a text: /away TEXT");
        }
        return session.chatServer()
                .absences()
                .set(session, rest)
                .thenCompose(refusal -> refusal.map(RefusedCommandException::refused)
                        .orElseGet(() -> reply(List.of(
                                rest.isEmpty()
                                        ? "You are not away any more."
                                        : "You are away: " + session.user().absence()
                                                + ". /away without a text ends that."))));
    }

    private static CompletionStage<List<String>> last(CommandSender sender, String rest) {
        return number(rest.isEmpty() ? Integer.toString(DEFAULT_LAST) : rest, 1, MOST_LAST)
                .map(sender::last)
                .orElseGet(() -> reply(List.of("Say how many, 1 to " + MOST_LAST + ": /last 50")));
    }

    private static Optional<Integer> number(String typed, int least, int most) {
        if (!typed.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(typed)).filter(number -> number >= least && number <= most);
    }

    private static CompletionStage<List<String>> reply(List<String> lines) {
        return CompletableFuture.completedFuture(lines);
    }
}
