package dev.parley.operator;

import java.util.function.IntConsumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The signals by which a process is asked to end, from its first moment on: Ctrl+C, SIGTERM, SIGHUP. Whoever asks while
 * the server is still being put together, and maybe its file being brought up to date, is obeyed as soon as that is done.
 * Safe from any thread.
 */
public final class EndSignals {

    private static final int INTERRUPTED = 130;

    private final Screen screen;
    private final IntConsumer ending;
    private @Nullable Shutdown shutdown; // guarded by this
    private boolean asked; // guarded by this

    /**
     * Nobody has asked yet.
     *
     * @param screen where Ctrl+C is pressed
     * @param ending ends the process with this exit code, at once
     */
    public EndSignals(Screen screen, IntConsumer ending) {
        this.screen = screen;
        this.ending = ending;
    }

    /** From now on it is noticed when the process is asked to end. */
    public void listen() {
        screen.whenInterrupted(this::interrupt);
        Signals.register("TERM", this::begin);
        Signals.register("HUP", this::begin);
    }

    /**
     * From now on this is how the server ends; at once if that was asked for already.
     *
     * @return whether it was
     */
    public boolean obey(Shutdown ready) {
        boolean isOver;
        synchronized (this) {
            shutdown = ready;
            isOver = asked;
        }
        if (isOver) {
            ready.begin();
        }
        return isOver;
    }

    private void begin() {
        Shutdown ready = ask();
        if (ready != null) {
            ready.begin();
        }
    }

    /** A second time while nothing can end in good order yet, somebody is in a hurry. */
    private void interrupt() {
        boolean wasAsked = isAsked();
        Shutdown ready = ask();
        if (ready != null) {
            ready.interrupt();
        } else if (wasAsked) {
            screen.close();
            ending.accept(INTERRUPTED);
        }
    }

    private synchronized @Nullable Shutdown ask() {
        asked = true;
        return shutdown;
    }

    private synchronized boolean isAsked() {
        return asked;
    }
}
