package dev.parley.ctl;

import dev.parley.terminal.SystemTerminal;
import dev.parley.text.LibraryFolder;
import java.io.IOError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The interactive form of {@code parley ctl}: a prompt in the last line, and the output of the server above it. */
final class ControlTerminal {

    private static final String PROMPT = "Server> ";

    private final Terminal terminal;
    private final LineReader reader;
    private final Thread typing = Thread.currentThread();
    private volatile List<String> commands = List.of();
    private volatile boolean ended;

    private ControlTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(
                        (here, line, candidates) -> commands.forEach(command -> candidates.add(new Candidate(command))))
                .parser(SystemTerminal.plainWords())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Opens the terminal of this process; empty if input or output is none. */
    static Optional<ControlTerminal> open() {
        try {
            return LibraryFolder.load(SystemTerminal::open, "jline.tmpdir").map(ControlTerminal::new);
        } catch (IOException ignored) {
            return Optional.empty();
        }
    }

    /** Runs until the user or the server ends the connection; returns the exit code. */
    int run(ControlChannel server) throws IOException {
        Thread printing = new Thread(() -> print(server), "parley-ctl-out");
        printing.setDaemon(true);
        try (terminal) {
            server.write(new ControlRequest("/help", true).encode());
            printing.start();
            for (Optional<String> line = read(); line.isPresent(); line = read()) {
                if (isExit(line.get())) {
                    break;
                } else if (!line.get().isBlank()) {
                    server.write(new ControlRequest(line.get(), false).encode());
                }
            }
            return 0;
        }
    }

    /** The commands of the console have another meaning for {@code /quit}, but none for {@code /exit}. */
    private static boolean isExit(String line) {
        return line.strip().matches("[/\\\\]?exit");
    }

    private Optional<String> read() {
        try {
            return ended ? Optional.empty() : Optional.of(reader.readLine(PROMPT));
        } catch (UserInterruptException | EndOfFileException | IOError ignored) {
            return Optional.empty();
        }
    }

    private void print(ControlChannel server) {
        try {
            boolean isFirst = true;
            for (String line = server.read(); line != null; line = server.read()) {
                ControlReply reply = ControlReply.parse(line);
                if (isFirst && reply.isReply()) {
                    isFirst = false;
                    setCommands(reply.printed());
                } else {
                    reply.printed().forEach(reader::printAbove);
                }
            }
        } catch (IOException | IllegalArgumentException ignored) {
            // The connection has ended.
        } catch (IllegalStateException ignored) {
            return; // The user has closed the terminal.
        }
        ended = true;
        try {
            reader.printAbove("The server has closed the connection.");
        } catch (IllegalStateException ignored) {
            return; // The user has closed the terminal.
        }
        typing.interrupt();
    }

    /** Takes the names of the commands from their help. */
    private void setCommands(List<String> help) {
        List<String> names = new ArrayList<>();
        help.stream().map(line -> line.strip().split(" ", 2)[0]).forEach(names::add);
        commands = names;
        reader.printAbove("Connected to the server. /help lists the commands; Ctrl+D ends this console.");
    }
}
