package dev.parley.console;

import java.util.function.IntConsumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The signals by which a process is asked to end, from its first moment on: Ctrl+C, SIGTERM, SIGHUP. Whoever asks while
 * the server is still being put together, and maybe its file being brought up to date, is obeyed as soon as that is done.
 * Safe from any thread.
 */
public final class SignalHandler {

    private static final int INTERRUPTED = 130;

    private final ConsoleTerminal consoleTerminal;
    private final IntConsumer ending;
    private @Nullable GracefulShutdown gracefulShutdown; // guarded by this
    private boolean asked; // guarded by this

    /**
     * Nobody has asked yet.
     *
     * @param consoleTerminal where Ctrl+C is pressed
     * @param ending ends the process with this exit code, at once
     */
    public SignalHandler(ConsoleTerminal consoleTerminal, IntConsumer ending) {
        this.consoleTerminal = consoleTerminal;
        this.ending = ending;
    }

    /** From now on it is noticed when the process is asked to end. */
    public void install() {
        consoleTerminal.onInterrupt(this::interrupt);
        Signals.register("TERM", this::begin);
        Signals.register("HUP", this::begin);
    }

    /**
     * From now on this is how the server ends; at once if that was asked for already.
     *
     * @return whether it was
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

    /** A second time while nothing can end in good order yet, somebody is in a hurry. */
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
