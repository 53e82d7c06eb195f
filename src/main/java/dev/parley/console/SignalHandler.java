package dev.parley.console;

import java.util.function.IntConsumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Handles the signals that end the process, from its start on: Ctrl+C, SIGTERM and SIGHUP. A signal during the start of
 * the server takes effect when the start is complete. Thread-safe.
 */
public final class SignalHandler {

    private static final int INTERRUPTED = 130;

    private final ConsoleTerminal terminal;
    private final IntConsumer ending;
    private @Nullable GracefulShutdown shutdown; // guarded by this
    private boolean requested; // guarded by this

    /**
     * Creates a handler.
     *
     * @param terminal the terminal on which Ctrl+C is pressed
     * @param ending ends the process at once with an exit code
     */
    public SignalHandler(ConsoleTerminal terminal, IntConsumer ending) {
        this.terminal = terminal;
        this.ending = ending;
    }

    /** Installs the handler. */
    public void install() {
        terminal.onInterrupt(this::interrupt);
        Signals.register("TERM", this::begin);
        Signals.register("HUP", this::begin);
    }

    /**
     * Sets the shutdown, and starts it if a signal has arrived.
     *
     * @return whether a signal has arrived
     */
    public boolean attach(GracefulShutdown ready) {
        boolean isOver;
        synchronized (this) {
            shutdown = ready;
            isOver = requested;
        }
        if (isOver) {
            ready.start();
        }
        return isOver;
    }

    private void begin() {
        GracefulShutdown ready = ask();
        if (ready != null) {
            ready.start();
        }
    }

    /** A second signal before the server can shut down ends the process at once. */
    private void interrupt() {
        boolean wasRequested = isRequested();
        GracefulShutdown ready = ask();
        if (ready != null) {
            ready.interrupt();
        } else if (wasRequested) {
            terminal.close();
            ending.accept(INTERRUPTED);
        }
    }

    private synchronized @Nullable GracefulShutdown ask() {
        requested = true;
        return shutdown;
    }

    private synchronized boolean isRequested() {
        return requested;
    }
}
