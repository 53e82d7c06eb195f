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

    private final ConsoleTerminal consoleTerminal;
    private final IntConsumer ending;
    private @Nullable GracefulShutdown gracefulShutdown; // guarded by this
    private boolean asked; // guarded by this

    /**
     * Creates a handler.
     *
     * @param consoleTerminal the terminal on which Ctrl+C is pressed
     * @param ending ends the process at once with an exit code
     */
    public SignalHandler(ConsoleTerminal consoleTerminal, IntConsumer ending) {
        this.consoleTerminal = consoleTerminal;
        this.ending = ending;
    }

    /** Installs the handler. */
    public void install() {
        consoleTerminal.onInterrupt(this::interrupt);
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
            gracefulShutdown = ready;
            isOver = asked;
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
        boolean wasAsked = isAsked();
        GracefulShutdown ready = ask();
        if (ready != null) {
            ready.interrupt();
        } else if (wasAsked) {
            consoleTerminal.close();
            ending.accept(INTERRUPTED);
        }
    }

    private synchronized @Nullable GracefulShutdown ask() {
        asked = true;
        return gracefulShutdown;
    }

    private synchronized boolean isAsked() {
        return asked;
    }
}
