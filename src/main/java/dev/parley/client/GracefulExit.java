package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.ClientSession;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Exits when all messages are acknowledged, or after a time limit. Confined to the event loop. */
final class GracefulExit {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final ClientEventLoop loop;
    private final Supplier<ClientSession> session;
    private final TranscriptView transcript;
    private final IntConsumer exit;

    /** @param exit receives the exit code */
    GracefulExit(ClientEventLoop loop, Supplier<ClientSession> session, TranscriptView transcript, IntConsumer exit) {
        this.loop = loop;
        this.session = session;
        this.transcript = transcript;
        this.exit = exit;
    }

    /**
     * Starts the exit. Called once.
     *
     * @param code the exit code, if all messages are acknowledged or it is not {@link ExitCode#SUCCESS} anyway
     */
    void start(int code) {
        exitWhenDone(code, System.nanoTime() + TIME_LIMIT.toNanos());
    }

    private void exitWhenDone(int code, long deadline) {
        ClientSession current = session.get();
        boolean unconfirmed = !current.pendingMessages().isEmpty();
        if (unconfirmed && current.state() == ClientSession.State.LOGGED_IN && System.nanoTime() < deadline) {
            loop.schedule(POLL_INTERVAL, () -> exitWhenDone(code, deadline));
            return;
        }
        printUnconfirmed();
        int result = unconfirmed && (code == ExitCode.SUCCESS || code == ExitCode.LOST) ? ExitCode.UNCONFIRMED : code;
        current.quit(() -> exit.accept(result));
    }

    /** Prints the messages that are not acknowledged. */
    void printUnconfirmed() {
        session.get()
                .pendingMessages()
                .forEach(
                        pending -> transcript.refused(pending.text(), "It was not confirmed before you disconnected."));
    }

    /** Exits at once: the connection was lost during the exit. */
    void onConnectionLost() {
        printUnconfirmed();
        exit.accept(session.get().pendingMessages().isEmpty() ? ExitCode.SUCCESS : ExitCode.UNCONFIRMED);
    }
}
