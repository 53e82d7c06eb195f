package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Collection;
import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** A screen that is none: a log, a pipe, a service. There is no prompt, but lines that come in are read. */
final class StreamConsole implements ConsoleTerminal {

    private final BufferedReader in;
    private final PrintStream out;

    /** Reads and writes UTF-8, whatever the system's own encoding. */
    StreamConsole(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, UTF_8));
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
        // Nobody presses Tab here.
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
        // There is no prompt that would have to go.
    }

    @Override
    public void close() {
        out.flush();
    }
}
