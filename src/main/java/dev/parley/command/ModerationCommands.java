package dev.parley.command;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.SanctionEnforcer;
import dev.parley.text.CommandSyntax;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The commands that act on users: kicks, bans and mutes. */
final class ModerationCommands {

    /** 10 years; without minutes a sanction has no end. */
    private static final int MOST_MINUTES = 5_256_000;

    private static final int MOST_REASON = 200;

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");

    /** A word that is meant as a length, such as {@code 30m}, is never taken for a reason. */
    private static final Pattern LIKE_NUMBER = Pattern.compile("[-+]?[0-9.]");

    /** No length, as if it were left out, so that a reason after it can begin with a digit. */
    private static final String FOREVER = "forever";

    private ModerationCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "kick",
                        "NAME [REASON]",
                        "Disconnects a user. The user can log in again.",
                        ModerationCommands::kick),
                new Command<>(
                        "ban",
                        "NAME|ADDRESS [MINUTES|forever] [REASON]",
                        "Bans a user or an address.",
                        (caller, rest) -> impose(caller, Kind.BAN, rest)),
                new Command<>(
                        "unban",
                        "[NAME|ADDRESS]",
                        "Lifts a ban. Without a name, lists the bans.",
                        (caller, rest) -> lift(caller, Kind.BAN, rest)),
                new Command<>(
                        "mute",
                        "NAME [MINUTES|forever] [REASON]",
                        "Mutes a user, who can read but not send.",
                        (caller, rest) -> impose(caller, Kind.MUTE, rest)),
                new Command<>(
                        "unmute",
                        "[NAME]",
                        "Lifts a mute. Without a name, lists the muted users.",
                        (caller, rest) -> lift(caller, Kind.MUTE, rest)));
    }

    private static CompletionStage<List<String>> kick(OperatorContext caller, String rest) {
        String[] words = rest.split("\\s+", 2);
        if (words[0].isEmpty()) {
            return refused("Say whom: /kick NAME [REASON]");
        }
        String reason = oneLine(words.length < 2 ? "" : words[1]);
        if (isTooLong(reason)) {
            return refused(tooLong(reason));
        }
        return caller.chatServer()
                .kick(words[0], reason)
                .thenCompose(kicked -> kicked.map(nickname -> {
                            publish(caller, "kicked " + nickname + because(reason));
                            return reply(nickname + " was kicked.");
                        })
                        .orElseGet(() -> refused(Refusal.noSuchUser(words[0]))));
    }

    private static void publish(OperatorContext caller, String act) {
        caller.chatServer().operators().publishAct(caller.operator(), act);
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "." : ": " + reason + ".";
    }

    /** The terms of a sanction: how long, and why. */
    private record Terms(@Nullable Duration length, String reason) {}

    private static CompletionStage<List<String>> impose(OperatorContext caller, Kind kind, String rest) {
        String[] words = rest.split("\\s+", 3);
        String usage = kind == Kind.BAN
                ? "/ban NAME, /ban ADDRESS or /ban NAME 30 REASON"
                : "/mute NAME or /mute NAME 30 REASON";
        if (words[0].isEmpty()) {
            return refused("Say whom, and for how many minutes if not for good: " + usage);
        }
        boolean isForever = words.length > 1 && words[1].equalsIgnoreCase(FOREVER);
        boolean isTimed = words.length > 1 && LIKE_NUMBER.matcher(words[1]).lookingAt();
        if (isTimed && !isLength(words[1])) {
            return refused("After the name, give a number of minutes up to " + MOST_MINUTES + ", or nothing: " + usage);
        }
        String reason =
                oneLine(isTimed || isForever ? words.length > 2 ? words[2] : "" : rest.substring(words[0].length()));
        if (isTooLong(reason)) {
            return refused(tooLong(reason));
        }
        Terms terms = new Terms(isTimed ? Duration.ofMinutes(Integer.parseInt(words[1])) : null, reason);
        ChatServer server = caller.chatServer();
        Optional<String> address = kind == Kind.BAN ? IpAddresses.parse(words[0]) : Optional.empty();
        return address.isEmpty()
                ? impose(caller, kind, words[0], terms)
                : server.findUser(words[0])
                        .thenCompose(found -> found.isPresent()
                                ? impose(caller, kind, words[0], terms)
                                : describe(
                                        caller,
                                        server.sanctionEnforcer()
                                                .ban(address.get(), terms.length(), caller.operator(), reason)));
    }

    private static CompletionStage<List<String>> impose(OperatorContext caller, Kind kind, String name, Terms terms) {
        ChatServer server = caller.chatServer();
        return server.findUser(name).thenCompose(found -> {
            boolean asTyped = found.filter(claim -> claim.nickname().text().equalsIgnoreCase(name))
                    .isPresent();
            String meant = asTyped ? name : CommandSyntax.withoutAddress(name);
            NicknamePolicy.Result result = server.limits().names().parse(meant);
            return result instanceof NicknamePolicy.Valid valid
                    ? describe(
                            caller,
                            server.sanctionEnforcer()
                                    .impose(kind, valid.nickname(), terms.length(), caller.operator(), terms.reason()))
                    : refused(((NicknamePolicy.Invalid) result).problem().sentence());
        });
    }

    /** Returns a reason in one line, without a full stop at its end. */
    private static String oneLine(String typed) {
        return typed.replaceAll("[\\s\\p{Cntrl}]+", " ").strip().replaceAll("[. ]+$", "");
    }

    private static boolean isTooLong(String reason) {
        return reason.codePointCount(0, reason.length()) > MOST_REASON;
    }

    private static String tooLong(String reason) {
        return "The reason has " + reason.codePointCount(0, reason.length()) + " characters; at most " + MOST_REASON
                + " are allowed. Shorten it.";
    }

    private static boolean isLength(String typed) {
        return NUMBER.matcher(typed).matches() && Integer.parseInt(typed) <= MOST_MINUTES;
    }

    private static CompletionStage<List<String>> describe(
            OperatorContext caller, CompletionStage<SanctionEnforcer.ImposeResult> result) {
        return result.thenCompose(imposed -> {
            if (imposed instanceof SanctionEnforcer.Refused no) {
                return refused(no.refusal());
            }
            SanctionEnforcer.Outcome outcome = (SanctionEnforcer.Outcome) imposed;
            Instant now = caller.chatServer().now();
            Sanction sanction = outcome.sanction();
            publish(
                    caller,
                    (sanction.kind() == Kind.BAN ? "banned " : "muted ")
                            + target(sanction)
                            + sanction.term(now)
                            + because(sanction.reason()));
            return CompletableFuture.completedFuture(describe(now, outcome));
        });
    }

    private static List<String> describe(Instant now, SanctionEnforcer.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        Sanction sanction = outcome.sanction();
        lines.add(described(sanction, now) + disconnectedLine(outcome.disconnected()));
        if (sanction.nickname() != null && sanction.person() == null) {
            lines.add("No user " + sanction.nickname() + " was online lately, so it applies to the name only.");
        }
        User met = outcome.met();
        if (met != null && sanction.address() == null) {
            String address = met.clientInfo().address();
            lines.add("It does not apply to the address " + address + ", since "
                    + (IpAddresses.isLoopback(address)
                            ? "that is this machine, and all users behind a proxy on it."
                            : names(outcome.beside()) + " came from there, too."));
        }
        if (sanction.address() != null && IpAddresses.isLoopback(sanction.address())) {
            lines.add("That is this machine, and all users behind a proxy on it: /unban " + sanction.address()
                    + " lifts the ban.");
        }
        if (!outcome.kept()) {
            lines.add("It could not be stored, and applies until the server stops. The log has the cause.");
        }
        return lines;
    }

    private static String disconnectedLine(List<User> people) {
        return people.isEmpty() ? "" : " Disconnected: " + names(people) + ".";
    }

    private static String names(List<User> people) {
        return people.stream().map(User::toString).sorted().collect(Collectors.joining(", "));
    }

    /**
     * Returns {@code bob is banned until 18:05 UTC, 30 minutes from now: the nickname, the user under any nickname, the
     * address 192.0.2.7.}
     */
    private static String described(Sanction sanction, Instant now) {
        String what = (sanction.kind() == Kind.BAN ? " is banned" : " is muted") + sanction.term(now);
        Nickname nickname = sanction.nickname();
        if (nickname == null) {
            return sanction.address() + what + ".";
        }
        List<String> parts = new ArrayList<>(List.of("the nickname"));
        if (sanction.person() != null) {
            parts.add("the user under any nickname");
        }
        if (sanction.address() != null) {
            parts.add("the address " + sanction.address());
        }
        return nickname + what + ": " + String.join(", ", parts) + ".";
    }

    /** Returns the line of a list: the sanction, its operator, and the reason. */
    private static String listed(Sanction sanction, Instant now) {
        return "  " + described(sanction, now) + " By " + sanction.by().name() + because(sanction.reason());
    }

    private static CompletionStage<List<String>> lift(OperatorContext caller, Kind kind, String rest) {
        ChatServer server = caller.chatServer();
        String done = kind == Kind.BAN ? "banned" : "muted";
        if (rest.isEmpty()) {
            List<Sanction> all = server.moderation().inForce(kind);
            Instant now = server.now();
            return CompletableFuture.completedFuture(
                    all.isEmpty()
                            ? List.of("No one is " + done + ".")
                            : all.stream()
                                    .map(sanction -> listed(sanction, now))
                                    .toList());
        }
        String bare = CommandSyntax.withoutAddress(rest);
        return liftFrom(server, kind, rest)
                .thenCompose(lifted -> lifted.isEmpty() && !bare.equals(rest)
                        ? liftFrom(server, kind, bare)
                        : CompletableFuture.completedFuture(lifted))
                .thenCompose(lifted -> {
                    if (lifted.isEmpty()) {
                        return refused(Refusal.notSanctioned("“" + rest + "” is not " + done + ". /un"
                                + (kind == Kind.BAN ? "ban" : "mute") + " lists who is."));
                    }
                    String targets =
                            lifted.stream().map(ModerationCommands::target).collect(Collectors.joining(", "));
                    publish(caller, "lifted the " + (kind == Kind.BAN ? "ban" : "mute") + " of " + targets + ".");
                    return reply(targets + (lifted.size() == 1 ? " is" : " are") + " no longer " + done + ".");
                });
    }

    private static CompletionStage<List<Sanction>> liftFrom(ChatServer server, Kind kind, String name) {
        Nickname nickname =
                server.limits().names().parse(name) instanceof NicknamePolicy.Valid valid ? valid.nickname() : null;
        return server.sanctionEnforcer()
                .lift(kind, nickname, IpAddresses.parse(name).orElse(null));
    }

    private static String target(Sanction sanction) {
        return String.valueOf(sanction.nickname() == null ? sanction.address() : sanction.nickname());
    }

    private static CompletionStage<List<String>> reply(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
