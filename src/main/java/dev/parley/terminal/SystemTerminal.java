package dev.parley.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Opens the terminal of this process, and gives it the properties that all programs of the jar need. */
public final class SystemTerminal {

    private static final Size USUAL = Size.of(80, 24);

    private SystemTerminal() {}

    /** Opens the terminal of this process; empty if input or output is not a terminal that can move its cursor. */
    public static Optional<Terminal> open() {
        return open(null);
    }

    /**
     * Opens the terminal of this process; empty if input or output is not a terminal that can move its cursor.
     *
     * @param provider the JLine provider to use; null for the first one that works
     */
    public static Optional<Terminal> open(@Nullable String provider) {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .provider(provider)
                    .dumb(false)
                    // The answer of a slow terminal to the probe for this mode would be taken for typed text.
                    .graphemeCluster(false)
                    .encoding(UTF_8)
                    .build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(terminal);
        } catch (IOException | IllegalStateException ignored) {
            return Optional.empty();
        }
    }

    /** Sets the usual size of a terminal that reports none, as some in containers do. */
    public static void ensureSize(Terminal terminal) {
        if (terminal.getColumns() == 0 || terminal.getRows() == 0) {
            terminal.setSize(USUAL);
        }
    }

    /** Returns a parser that separates words by blanks only: quotes and backslashes have no meaning. */
    public static Parser plainWords() {
        return new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]);
    }
}
