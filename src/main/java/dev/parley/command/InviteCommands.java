package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.room.Invite;
import dev.parley.chat.session.Invites;
import dev.parley.chat.session.RoomAccess;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The commands that create, list and revoke invitations. */
final class InviteCommands {

    private static final int DEFAULT_HOURS = 24;
    private static final String USAGE =
            "/invite [ROOM] [HOURS], with 1 to " + Invites.LONGEST.toHours() + " hours, or /invite revoke NUMBER";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final InviteLinks links;

    private InviteCommands(InviteLinks links) {
        this.links = links;
    }

    static List<Command<CommandSender>> all(InviteLinks links) {
        return of(links, "[ROOM] [HOURS]", "Lists your invitations that are valid.", Inviter.OfUser::new);
    }

    /** Returns the commands of consoles, for the invitations of all users, and for private rooms. */
    static List<Command<OperatorContext>> ofConsoles(InviteLinks links) {
        List<Command<OperatorContext>> commands = new ArrayList<>(of(
                links, "ROOM [HOURS]", "Lists the invitations of all users that are valid.", Inviter.OfConsole::new));
        commands.add(new Command<>(
                "private",
                "ROOM",
                "Creates a room that users enter with a key or an invitation, or gives one another key.",
                InviteCommands::createPrivate));
        return commands;
    }

    private static <T> List<Command<T>> of(
            InviteLinks links, String arguments, String listing, Function<T, Inviter> inviter) {
        InviteCommands commands = new InviteCommands(links);
        return List.of(
                new Command<>(
                        "invite",
                        arguments,
                        "Creates a link that invites to a room, for 24 hours. /invite revoke NUMBER ends one.",
                        (sender, rest) -> commands.invite(inviter.apply(sender), rest)),
                new Command<>("invites", "", listing, (sender, rest) -> list(inviter.apply(sender))));
    }

    private static CompletionStage<List<String>> createPrivate(OperatorContext console, String rest) {
        Optional<RoomName> named = RoomName.parse(rest);
        if (named.isEmpty()) {
            return refused(RoomName.RULE);
        }
        RoomName room = named.get();
        return console.chatServer()
                .roomAccess()
                .create(room)
                .thenCompose(result -> result instanceof RoomAccess.Created created
                        ? CompletableFuture.completedFuture(List.of(
                                room + " is a private room. Users enter it with:",
                                "/join " + room + " " + created.key().text()))
                        : refused(((RoomAccess.Refused) result).refusal()));
    }

    private CompletionStage<List<String>> invite(Inviter sender, String rest) {
        String[] words = rest.isEmpty() ? new String[0] : rest.split("\\s+", -1);
        if (words.length > 0 && words[0].toLowerCase(Locale.ROOT).equals("revoke")) {
            return words.length == 2 && words[1].matches("[0-9]{1,18}")
                    ? revoke(sender, Long.parseLong(words[1]))
                    : refused("Say which invitation to end: /invite revoke NUMBER. /invites lists them.");
        }
        // A single number is the time: a room with such a name is named together with the time.
        boolean hasHours = words.length == 2 || (words.length == 1 && words[0].matches("[0-9]+"));
        Optional<Integer> hours = hasHours ? hours(words[words.length - 1]) : Optional.of(DEFAULT_HOURS);
        Optional<RoomName> room = words.length == (hasHours ? 1 : 0)
                ? Optional.ofNullable(sender.room())
                : RoomName.parse(CommandSyntax.roomArgument(words[0]));
        if (words.length > 2 || hours.isEmpty() || room.isEmpty()) {
            return refused("Say where to, and for how long: " + USAGE);
        }
        return sender.create(room.get(), Duration.ofHours(hours.get()))
                .thenCompose(result -> result instanceof Invites.Created created
                        ? CompletableFuture.completedFuture(describe(created))
                        : refused(((Invites.Refused) result).refusal()));
    }

    private static Optional<Integer> hours(String typed) {
        return typed.matches("[0-9]{1,4}")
                ? Optional.of(Integer.parseInt(typed)).filter(hours -> hours >= 1 && hours <= Invites.LONGEST.toHours())
                : Optional.empty();
    }

    /** Returns a sentence, the link on a line of its own, and the QR code. */
    private List<String> describe(Invites.Created created) {
        Invite invite = created.invite();
        String link = links.link(invite.room(), created.secret());
        List<String> lines = new ArrayList<>();
        lines.add("Invitation " + invite.number() + " to " + invite.room() + ", valid until "
                + TIME.format(invite.until()) + ". /invite revoke " + invite.number() + " ends it.");
        lines.add(link);
        lines.addAll(InviteLinks.qrLines(link));
        return lines;
    }

    private static CompletionStage<List<String>> list(Inviter sender) {
        String own = sender.userId();
        return sender.all()
                .thenApply(invites -> invites.isEmpty()
                        ? List.of("There are no invitations that are valid. /invite creates one.")
                        : invites.stream().map(invite -> line(invite, own)).toList());
    }

    private static String line(Invite invite, String own) {
        return "  " + invite.number() + ": to " + invite.room() + ", until " + TIME.format(invite.until())
                + (invite.userId().equals(own) ? "" : ", by " + invite.name());
    }

    private static CompletionStage<List<String>> revoke(Inviter sender, long number) {
        return sender.revoke(number)
                .thenCompose(revoked -> revoked
                        ? CompletableFuture.completedFuture(List.of("Invitation " + number + " has ended."))
                        : refused("There is no invitation " + number + ". /invites lists them."));
    }
}
