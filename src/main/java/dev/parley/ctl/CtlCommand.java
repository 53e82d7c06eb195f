package dev.parley.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley ctl}: runs console commands in a server of this machine, over its control socket. */
@Command(
        name = "ctl",
        header = "Administers a running server of this machine.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = CtlCommand.USAGE_WIDTH,
        sortOptions = false,
        customSynopsis = {
            "parley ctl [--socket FILE] [--json] COMMAND [ARGUMENT...]",
            "parley ctl [--socket FILE] [--json]     (interactive, or lines of standard input)"
        },
        footer = {
            "",
            "COMMAND is a command of the console, with or without a slash; parley ctl help lists them. Without a",
            "command, ctl is a console: it shows the events of the rooms, and a line without a slash is a message",
            "of Server to all rooms. Ctrl+D ends it.",
            "",
            "The socket is parley.sock in the working directory or in /var/lib/parley, unless --socket or",
            "PARLEY_CONSOLE_SOCKET names another one.",
            "",
            "Examples:",
            "  parley ctl who",
            "  parley ctl ban bob 30 spam",
            "  parley ctl --json operators"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the command took effect",
            "1:the command was refused or failed",
            "2:the command line or the command is invalid",
            "3:no server listens on the socket"
        })
public final class CtlCommand implements Callable<Integer> {

    static final int USAGE_WIDTH = 100;

    private static final int NO_SERVER = 3;
    private static final Path SERVICE = Path.of("/var/lib/parley/parley.sock");

    private final Map<String, String> environment;
    private final InputStream in;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--socket", paramLabel = "FILE", description = "The control socket of the server.")
    private @Nullable Path socket;

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    private CtlCommand(Map<String, String> environment, InputStream in) {
        this.environment = environment;
        this.in = in;
    }

    /**
     * Returns the picocli command.
     *
     * @param in the lines of a command without arguments, unless there is a terminal
     */
    public static CommandLine command(Map<String, String> environment, InputStream in) {
        return new CommandLine(new CtlCommand(environment, in)).setStopAtPositional(true);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        List<ControlAddress> addresses = addresses();
        for (ControlAddress address : addresses) {
            Optional<SocketChannel> channel;
            try {
                channel = address.connect();
            } catch (IOException e) {
                err.println("The socket " + address.path() + " cannot be used (" + e.getMessage()
                        + "). Run parley ctl as the user of the server, or as root.");
                return NO_SERVER;
            }
            if (channel.isPresent()) {
                try (ControlChannel server = new ControlChannel(channel.get())) {
                    return run(server);
                } catch (IOException ignored) {
                    err.println("The server has closed the connection.");
                    return CommandLine.ExitCode.SOFTWARE;
                }
            }
        }
        err.println("No server listens on " + addresses.get(0).path().toAbsolutePath()
                + ". Start one there, or name its socket: parley ctl --socket FILE");
        return NO_SERVER;
    }

    private List<ControlAddress> addresses() {
        String named = environment.getOrDefault("PARLEY_CONSOLE_SOCKET", "");
        String database = environment.getOrDefault("PARLEY_HISTORY_FILE", "");
        if (socket != null || !named.isEmpty()) {
            return List.of(ControlAddress.at(socket != null ? socket : Path.of(named)));
        }
        return List.of(
                ControlAddress.beside(Path.of(database.isEmpty() ? "parley.db" : database)),
                ControlAddress.at(SERVICE));
    }

    private int run(ControlChannel server) throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (!words.isEmpty()) {
            String line = String.join(" ", words);
            return request(server, line.startsWith("/") || line.startsWith("\\") ? line : "/" + line, out);
        }
        Optional<ControlTerminal> terminal = json ? Optional.empty() : ControlTerminal.open();
        return terminal.isPresent() ? terminal.get().run(server) : runLines(server, out);
    }

    /** Runs the lines of the standard input one after the other; returns the highest exit code. */
    private int runLines(ControlChannel server, PrintWriter out) throws IOException {
        int code = CommandLine.ExitCode.OK;
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                code = Math.max(code, request(server, line, out));
            }
        }
        return code;
    }

    /** Runs a line, prints its progress and its reply, and returns the exit code. */
    private int request(ControlChannel server, String line, PrintWriter out) throws IOException {
        server.write(new ControlRequest(line, false).encode());
        while (true) {
            String received = server.read();
            if (received == null) {
                throw new IOException("the server has closed the connection");
            }
            ControlReply reply = ControlReply.parse(received);
            if (json) {
                out.println(received);
            } else {
                reply.printed().forEach(out::println);
            }
            out.flush();
            if (reply.isReply()) {
                return reply.isDone()
                        ? CommandLine.ExitCode.OK
                        : "".equals(reply.command()) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
            }
        }
    }
}
