package dev.parley.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Simulates a terminal: a test types lines at it and reads the printed lines. */
final class FakeConsole implements ConsoleTerminal {

    private final boolean terminal;
    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private final List<String> shown = new ArrayList<>(); // guarded by itself
    private Runnable interrupted = () -> {};
    private boolean closed;

    FakeConsole(boolean terminal) {
        this.terminal = terminal;
    }

    void type(String line) {
        typed.add(line);
    }

    void pressCtrlC() {
        interrupted.run();
    }

    List<String> shown() {
        synchronized (shown) {
            return List.copyOf(shown);
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public void print(String line) {
        synchronized (shown) {
            shown.add(line);
        }
    }

    @Override
    public void setCompletion(Supplier<Collection<String>> words) {
        // The tests complete no words.
    }

    @Override
    public void onInterrupt(Runnable action) {
        interrupted = action;
    }

    @Override
    public @Nullable String read() {
        try {
            return typed.take();
        } catch (InterruptedException ignored) {
            return null;
        }
    }

    @Override
    public void endInput() {
        // There is no prompt to remove.
    }

    @Override
    public void close() {
        closed = true;
    }
}
