package dev.parley.console;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the operator reads and types. */
public interface ConsoleTerminal {

    /** Whether somebody may be sitting there: it is a terminal, not a file or a pipe. */
    boolean isTerminal();

    /** Shows one line, above what is just being typed. May block for as long as the screen does. */
    void print(String line);

    /** Completes what is typed by these words, asked for anew each time. */
    void setCompletion(Supplier<Collection<String>> words);

    /** Does this whenever Ctrl+C is pressed. */
    void onInterrupt(Runnable action);

    /**
     * Waits for the next line that is typed, on one thread only.
     *
     * @return the line; null if no more will come
     */
    @Nullable
    String read();

    /** Asks for no more lines, so that nothing stands below what is shown. */
    void endInput();

    /** Leaves the screen as it was found. */
    void close();

    /** No screen: nothing is typed, and what is shown is seen by nobody. */
    static ConsoleTerminal none() {
        return new StreamConsole(InputStream.nullInputStream(), new PrintStream(OutputStream.nullOutputStream()));
    }

    /** The screen of this process: its terminal, if it has one, or else its standard input and output. */
    static ConsoleTerminal ofThisProcess() {
        return JLineConsole.open().orElseGet(() -> new StreamConsole(System.in, System.out));
    }
}
