package dev.parley.console;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The terminal, or the streams, of the operator. */
public interface ConsoleTerminal {

    /** Returns whether it is a terminal, not a file or a pipe. */
    boolean isTerminal();

    /** Prints a line above the input. May block as long as the terminal does. */
    void print(String line);

    /** Sets the source of words for completion, which is asked each time. */
    void setCompletion(Supplier<Collection<String>> words);

    /** Sets the action of Ctrl+C. */
    void onInterrupt(Runnable action);

    /**
     * Waits for the next line, on one thread only.
     *
     * @return the line; null at the end of the input
     */
    @Nullable
    String read();

    /** Stops reading, so that no prompt stands below the output. */
    void endInput();

    /** Restores the terminal. */
    void close();

    /** Returns a terminal without input or output. */
    static ConsoleTerminal none() {
        return new StreamConsole(InputStream.nullInputStream(), new PrintStream(OutputStream.nullOutputStream()));
    }

    /**
     * Returns the terminal of this process, or its standard input and output. A process in the background of a shell
     * does not read, because the terminal would stop it.
     */
    static ConsoleTerminal ofThisProcess() {
        if (ProcessGroup.isInBackground()) {
            return new StreamConsole(InputStream.nullInputStream(), System.out);
        }
        return JLineConsole.open().orElseGet(() -> new StreamConsole(System.in, System.out));
    }
}
