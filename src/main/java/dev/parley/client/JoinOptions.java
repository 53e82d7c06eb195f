package dev.parley.client;

import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.TlsTrust;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        header = "Talks in the rooms of a Parley server, from a terminal or a pipe.",
        usageHelpWidth = 100,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:something else went wrong",
            "2:the options make no sense",
            "3:the server cannot be reached",
            "4:the name was refused",
            "5:kicked or banned by the operator",
            "6:the connection was lost for good",
            "7:the server does not speak the protocol of Parley",
            "8:not all messages were confirmed",
            "130:interrupted"
        })
final class JoinOptions implements Callable<Integer> {

    private static final int MOST_SECONDS = 365 * 24 * 3600;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "HOST", description = "The server; localhost if not said.")
    String host = "localhost";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "Its terminal port; 8000 if not said.")
    int port = 8000;

    @Option(names = "--name", paramLabel = "NAME", description = "Your name there. A pipe needs one.")
    String name = "";

    @Option(names = "--room", paramLabel = "ROOM", description = "The room to begin with; lobby if not said.")
    String room = RoomName.LOBBY.text();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The server's password is the first line of this file.")
    @Nullable
    Path passwordFile;

    @Option(names = "--tls", description = "Speaks TLS; the server's certificate and name are verified.")
    boolean tls;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Speaks TLS and trusts the certificates in this file, in PEM, and no others.")
    @Nullable
    Path caFile;

    @Option(names = "--plain", description = "One line after the other, nothing drawn again: for screen readers.")
    boolean plain;

    @Option(names = "--no-color", description = "No colours; as is --color=never, and NO_COLOR in the environment.")
    boolean noColor;

    @Option(names = "--color", paramLabel = "WHEN", description = "auto or never.")
    String color = "auto";

    @Option(names = "--json", description = "Writes one JSON object a line, and reads lines as from a pipe.")
    boolean json;

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Begins behind this message, EPOCH:SEQ as --json tells it.")
    @Nullable
    String after;

    @Option(names = "--no-replay", description = "Begins with what is said from now on.")
    boolean noReplay;

    @Option(names = "--count", paramLabel = "N", description = "Leaves when so many messages were heard.")
    @Nullable
    Integer count;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Leaves after so long.")
    @Nullable
    Integer timeout;

    @Option(names = "--no-input", description = "Reads nothing, only listens.")
    boolean noInput;

    @Option(
            names = "--reconnect",
            paramLabel = "N",
            description = "Reconnects automatically after a lost connection, up to N times in a row.")
    @Nullable
    Integer reconnect;

    @Option(names = "--completion", description = "Prints the script of parley completion.")
    boolean completion;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this.")
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
            return ExitCode.FINE;
        }
        return JoinCommand.run(this);
    }

    /**
     * Returns the server.
     *
     * @throws IllegalArgumentException with a sentence for the user, if the address is invalid
     */
    ServerAddress serverAddress() {
        Path file = caFile;
        TlsTrust tlsTrust = file == null ? tls ? TlsTrust.usual() : null : TlsTrust.in(file);
        return new ServerAddress(host, port, tlsTrust);
    }

    /** Returns a sentence about contradicting options; null if there is none. */
    @Nullable
    String problem() {
        if (!List.of("auto", "never").contains(color)) {
            return "--color is auto or never, not “" + color + "”.";
        } else if (RoomName.parse(room)
                .filter(valid -> valid.text().equals(room))
                .isEmpty()) {
            return RoomName.RULE;
        } else if (after != null && noReplay) {
            return "--after and --no-replay contradict each other. Say one of them.";
        } else if (after != null && Position.parseWithAnyEpoch(after).isEmpty()) {
            return "--after is a position like EPOCH:SEQ, as --json tells it with each message.";
        }
        List<String> unfit = new ArrayList<>();
        check("--count", count, 1, Integer.MAX_VALUE, unfit);
        check("--timeout", timeout, 1, MOST_SECONDS, unfit);
        check("--reconnect", reconnect, 0, Integer.MAX_VALUE, unfit);
        return unfit.isEmpty() ? null : unfit.get(0);
    }

    private static void check(String option, @Nullable Integer value, int least, int most, List<String> unfit) {
        if (value != null && (value < least || value > most)) {
            unfit.add(option + " is a number from " + least + " to " + most + ", not " + value + ".");
        }
    }
}
