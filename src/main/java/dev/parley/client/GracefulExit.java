package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.ClientSession;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Exits when all messages are acknowledged, or have had their time. Confined to the event loop. */
final class GracefulExit {

    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);
    private static final Duration A_MOMENT = Duration.ofMillis(10);

    private final ClientEventLoop loop;
    private final Supplier<ClientSession> session;
    private final TranscriptView transcript;
    private final IntConsumer exit;
    private boolean begun;

    /** @param exit receives the exit code */
    GracefulExit(ClientEventLoop loop, Supplier<ClientSession> session, TranscriptView transcript, IntConsumer exit) {
        this.loop = loop;
        this.session = session;
        this.transcript = transcript;
        this.exit = exit;
    }

    /** Returns whether the exit has started. */
    boolean hasBegun() {
        return begun;
    }

    /**
     * Starts the exit.
     *
     * @param code the exit code, if all messages are acknowledged or it is not {@link ExitCode#FINE} anyway
     */
    void start(int code) {
        if (!begun) {
            begun = true;
            leave(code, System.nanoTime() + LAST_CHANCE.toNanos());
        }
    }

    private void leave(int code, long latest) {
        ClientSession here = session.get();
        boolean unconfirmed = !here.waiting().isEmpty();
        if (unconfirmed && here.state() == ClientSession.State.IN && System.nanoTime() < latest) {
            loop.schedule(A_MOMENT, () -> leave(code, latest));
            return;
        }
        printUnsent();
        int told = unconfirmed && (code == ExitCode.FINE || code == ExitCode.LOST) ? ExitCode.UNCONFIRMED : code;
        here.quit(() -> exit.accept(told));
    }

    /** Prints the messages that are not acknowledged. */
    void printUnsent() {
        session.get()
                .waiting()
                .forEach(pending -> transcript.refused(pending.text(), "It was not confirmed before you left."));
    }

    /** The connection was lost during the exit. */
    void cutShort() {
        printUnsent();
        exit.accept(session.get().waiting().isEmpty() ? ExitCode.FINE : ExitCode.UNCONFIRMED);
    }
}
