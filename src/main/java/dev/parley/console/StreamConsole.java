package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.text.ByteOrderMark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The console of a process without a terminal: a log, a pipe or a service. There is no prompt; lines on standard input
 * are executed.
 */
final class StreamConsole implements ConsoleTerminal {

    private final BufferedReader in;
    private final PrintStream out;

    /** Reads and writes UTF-8, independent of the encoding of the system. */
    StreamConsole(InputStream in, PrintStream out) {
        this.in = ByteOrderMark.reader(in);
        this.out = new PrintStream(out, true, UTF_8);
    }

    @Override
    public boolean isTerminal() {
        return false;
    }

    @Override
    public void print(String line) {
        out.println(line);
    }

    @Override
    public void setCompletion(Supplier<Collection<String>> words) {
        // Streams have no completion.
    }

    @Override
    public void onInterrupt(Runnable action) {
        Signals.register("INT", action);
    }

    @Override
    public @Nullable String read() {
        try {
            return in.readLine();
        } catch (IOException ignored) {
            return null;
        }
    }

    @Override
    public void endInput() {
        // Streams have no prompt.
    }

    @Override
    public void close() {
        out.flush();
    }
}
