package dev.parley.client;

import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.TlsTrust;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of {@code join}, set by picocli; {@link #problem} finds the errors that picocli does not. */
@Command(
        name = "join",
        header = "Connects to a Parley server, from a terminal or a pipe.",
        usageHelpWidth = 100,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:another error",
            "2:invalid options",
            "3:the server is unreachable or full",
            "4:the name was refused",
            "5:kicked or banned by the operator",
            "6:the connection was lost and not restored",
            "7:the peer is not a Parley server, or its certificate is not trusted",
            "8:not all messages were confirmed",
            "130:interrupted by Ctrl+C, SIGTERM or SIGHUP"
        })
final class JoinOptions implements Callable<Integer> {

    private static final int MAX_SECONDS = 365 * 24 * 3600;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "HOST",
            description = "The server, HOST or HOST:PORT, or the link of an invitation in quotes. The default is"
                    + " localhost.")
    String host = "localhost";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "Its TCP port. The default is 8000.")
    @Nullable
    String port;

    @Option(names = "--name", paramLabel = "NAME", description = "Your name. Required in a pipe.")
    String name = "";

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            description = "The first room. The default is the one of the invitation, or lobby.")
    @Nullable
    String room;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Reads the password from the first line of this file.")
    @Nullable
    Path passwordFile;

    @Option(names = "--tls", description = "Uses TLS and verifies the certificate and the host name of the server.")
    boolean tls;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Uses TLS and trusts only the certificates in this PEM file.")
    @Nullable
    Path caFile;

    @Option(
            names = "--plain",
            description = "Prints line by line, without cursor movement and colors, for screen readers.")
    boolean plain;

    @Option(
            names = "--no-color",
            description = "Prints without colors, as --color=never or NO_COLOR in the environment.")
    boolean noColor;

    @Option(names = "--color", paramLabel = "WHEN", description = "When to use colors: auto or never.")
    String color = "auto";

    @Option(
            names = "--bell",
            paramLabel = "WHEN",
            description = "Which messages ring the bell: on (all), mentions, or off. The default is mentions, with"
                    + " --plain off.")
    @Nullable
    String bell;

    @Option(names = "--json", description = "Prints one JSON object per event, and reads lines as from a pipe.")
    boolean json;

    @Option(names = "--after", paramLabel = "POSITION", description = "Starts after this position, EPOCH:SEQ.")
    @Nullable
    String after;

    @Option(names = "--no-replay", description = "Starts with live messages.")
    boolean noReplay;

    @Option(names = "--count", paramLabel = "N", description = "Quits after N received messages.")
    @Nullable
    Integer count;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Quits after this time.")
    @Nullable
    Integer timeout;

    @Option(names = "--no-input", description = "Reads no input.")
    boolean noInput;

    @Option(
            names = "--reconnect",
            paramLabel = "N",
            description = "Reconnects after a lost connection, with up to N attempts in a row.")
    @Nullable
    Integer reconnect;

    @Option(names = "--completion", description = "Prints the script of parley completion.")
    boolean completion;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Prints the version.")
    boolean version;

    @Override
    public Integer call() {
        if (completion) {
            CommandLine root = Objects.requireNonNull(spec).root().commandLine();
            root.getOut().print(AutoComplete.bash("parley", root));
            root.getOut().flush();
            return ExitCode.SUCCESS;
        }
        return JoinCommand.run(this);
    }

    /**
     * Returns the server. The invitation of a page with TLS is sent with TLS only.
     *
     * @throws IllegalArgumentException with a sentence for the user, if the address is invalid
     */
    ServerAddress serverAddress() {
        Path file = caFile;
        Optional<InviteLink> link = invite();
        boolean usesTls = tls || link.filter(InviteLink::tls).isPresent();
        TlsTrust tlsTrust = file == null ? usesTls ? TlsTrust.systemDefault() : null : TlsTrust.ofFile(file);
        return ServerAddress.parse(link.map(InviteLink::host).orElse(host), port, tlsTrust);
    }

    /** Returns the invitation that was named instead of a server; empty if a server was named. */
    Optional<InviteLink> invite() {
        return InviteLink.parse(host);
    }

    /** Returns the name of the first room as typed. */
    String firstRoom() {
        return room != null ? room : invite().map(InviteLink::room).orElse(RoomName.LOBBY.text());
    }

    /** Returns which messages ring the bell. */
    Notifications.Bell bell() {
        Notifications.Bell usual = plain ? Notifications.Bell.OFF : Notifications.Bell.MENTIONS;
        return bell == null ? usual : Notifications.Bell.parse(bell).orElse(usual);
    }

    /** Returns a sentence about contradicting options; null if there is none. */
    @Nullable
    String problem() {
        if (!List.of("auto", "never").contains(color)) {
            return "--color must be auto or never, not “" + color + "”.";
        } else if (bell != null && Notifications.Bell.parse(bell).isEmpty()) {
            return "--bell must be on, mentions or off, not “" + bell + "”.";
        } else if (InviteLink.isAddress(host) && invite().isEmpty()) {
            return "“" + host + "” is no link of an invitation. Enter one like"
                    + " 'http://lab.example/?room=tea#invite=…' in quotes, or HOST:PORT.";
        } else if (RoomName.parse(firstRoom()).isEmpty()) {
            return RoomName.RULE;
        } else if (after != null && noReplay) {
            return "--after and --no-replay exclude each other. Use one of them.";
        } else if (after != null && Position.parseWithAnyEpoch(after).isEmpty()) {
            return "--after must be a position, EPOCH:SEQ. --json prints both with each message.";
        }
        List<String> problems = new ArrayList<>();
        check("--count", count, 1, Integer.MAX_VALUE, problems);
        check("--timeout", timeout, 1, MAX_SECONDS, problems);
        check("--reconnect", reconnect, 0, Integer.MAX_VALUE, problems);
        return problems.isEmpty() ? null : problems.get(0);
    }

    private static void check(String option, @Nullable Integer value, int least, int most, List<String> problems) {
        if (value != null && (value < least || value > most)) {
            problems.add(option + " must be a number from " + least + " to " + most + ", not " + value + ".");
        }
    }
}
