package dev.parley.console;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.SanctionEnforcer;
import dev.parley.command.Command;
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

/** The commands for bans and mutes. */
final class ModerationCommands {

    /** 10 years; without minutes a sanction has no end. */
    private static final int MOST_MINUTES = 5_256_000;

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");

    private ModerationCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "ban",
                        "NAME|ADDRESS [MINUTES]",
                        "Bans a user or an address.",
                        (caller, rest) -> impose(caller.chatServer(), Kind.BAN, rest)),
                new Command<>(
                        "unban",
                        "[NAME|ADDRESS]",
                        "Lifts a ban. Without a name, lists the bans.",
                        (caller, rest) -> lift(caller.chatServer(), Kind.BAN, rest)),
                new Command<>(
                        "mute",
                        "NAME [MINUTES]",
                        "Mutes a user, who can read but not send.",
                        (caller, rest) -> impose(caller.chatServer(), Kind.MUTE, rest)),
                new Command<>(
                        "unmute",
                        "[NAME]",
                        "Lifts a mute. Without a name, lists the muted users.",
                        (caller, rest) -> lift(caller.chatServer(), Kind.MUTE, rest)));
    }

    private static CompletionStage<List<String>> impose(ChatServer server, Kind kind, String rest) {
        String[] words = rest.split("\\s+", 3);
        String usage = kind == Kind.BAN ? "/ban NAME, /ban ADDRESS or /ban NAME 30" : "/mute NAME or /mute NAME 30";
        if (words[0].isEmpty()) {
            return reply("Say whom, and for how many minutes if not for good: " + usage);
        }
        if (words.length > 2 || (words.length == 2 && !isLength(words[1]))) {
            return reply("After the name, give a number of minutes up to " + MOST_MINUTES + ", or nothing: " + usage);
        }
        Duration length = words.length < 2 ? null : Duration.ofMinutes(Integer.parseInt(words[1]));
        Optional<String> address = kind == Kind.BAN ? IpAddresses.parse(words[0]) : Optional.empty();
        return address.isEmpty()
                ? impose(server, kind, words[0], length)
                : server.findUser(words[0])
                        .thenCompose(found -> found.isPresent()
                                ? impose(server, kind, words[0], length)
                                : describe(server, server.sanctionEnforcer().ban(address.get(), length)));
    }

    private static CompletionStage<List<String>> impose(
            ChatServer server, Kind kind, String name, @Nullable Duration length) {
        return server.findUser(name).thenCompose(found -> {
            boolean asTyped = found.filter(claim -> claim.nickname().text().equalsIgnoreCase(name))
                    .isPresent();
            String meant = asTyped ? name : CommandSyntax.withoutAddress(name);
            NicknamePolicy.Result result = server.limits().names().parse(meant);
            return result instanceof NicknamePolicy.Valid valid
                    ? describe(server, server.sanctionEnforcer().impose(kind, valid.nickname(), length))
                    : reply(((NicknamePolicy.Invalid) result).problem().sentence());
        });
    }

    private static boolean isLength(String typed) {
        return NUMBER.matcher(typed).matches() && Integer.parseInt(typed) <= MOST_MINUTES;
    }

    private static CompletionStage<List<String>> describe(
            ChatServer server, CompletionStage<SanctionEnforcer.Outcome> outcome) {
        return outcome.thenApply(result -> describe(server.now(), result));
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
     * Returns {@code bob is banned until 18:05 UTC, 30 minutes from now: the name, its person, and the address
     * 192.0.2.7.}
     */
    private static String described(Sanction sanction, Instant now) {
        String what = (sanction.kind() == Kind.BAN ? " is banned" : " is muted") + sanction.term(now);
        Nickname nickname = sanction.nickname();
        if (nickname == null) {
            return sanction.address() + what + ".";
        }
        List<String> parts = new ArrayList<>(List.of("the name"));
        if (sanction.person() != null) {
            parts.add("its person");
        }
        if (sanction.address() != null) {
            parts.add("the address " + sanction.address());
        }
        return nickname + what + ": " + String.join(", ", parts) + ".";
    }

    private static CompletionStage<List<String>> lift(ChatServer server, Kind kind, String rest) {
        String done = kind == Kind.BAN ? "banned" : "muted";
        if (rest.isEmpty()) {
            List<Sanction> all = server.moderation().inForce(kind);
            Instant now = server.now();
            return CompletableFuture.completedFuture(
                    all.isEmpty()
                            ? List.of("No one is " + done + ".")
                            : all.stream()
                                    .map(sanction -> "  " + described(sanction, now))
                                    .toList());
        }
        String bare = CommandSyntax.withoutAddress(rest);
        return liftFrom(server, kind, rest)
                .thenCompose(lifted -> lifted.isEmpty() && !bare.equals(rest)
                        ? liftFrom(server, kind, bare)
                        : CompletableFuture.completedFuture(lifted))
                .thenApply(lifted -> List.of(
                        lifted.isEmpty()
                                ? "“" + rest + "” is not " + done + ". /un" + (kind == Kind.BAN ? "ban" : "mute")
                                        + " lists who is."
                                : lifted.stream()
                                                .map(ModerationCommands::target)
                                                .collect(Collectors.joining(", "))
                                        + (lifted.size() == 1 ? " is" : " are") + " no longer " + done + "."));
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
