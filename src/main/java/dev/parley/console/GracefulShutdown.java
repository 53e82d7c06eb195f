package dev.parley.console;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TransportEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts the server down after Ctrl+C, SIGTERM or the operator's command. First waits for the {@link DrainPeriod}; then
 * refuses logins; then stores and acknowledges accepted messages, and notifies and disconnects all users; then closes
 * connections; then ends the process, with exit code 0 if all accepted messages were stored and 1 otherwise. All steps
 * after the drain together take less than 10 seconds.
 */
public final class GracefulShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);

    private static final int INTERRUPTED = 130;
    private static final int UNFINISHED = 1;

    /** The time in which this server starts again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** The time after which another server accepts the users of a drained one. */
    private static final Duration RETRY_AFTER_DRAIN = Duration.ofSeconds(1);

    private static final Duration STORED_WITHIN = Duration.ofSeconds(5);
    private static final Duration DISCONNECTED_WITHIN = Duration.ofMillis(2_500);
    private static final Duration CLOSED_WITHIN = Duration.ofMillis(8_500);
    private static final Duration PRINTED_WITHIN = Duration.ofMillis(500);

    private final ChatServer server;
    private final Supplier<List<TransportEndpoint>> transportEndpoints;
    private final ConsoleTerminal terminal;
    private final ConsolePrinter printer;
    private final DrainPeriod drain;
    private final Runnable closing;
    private final IntConsumer ending;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * Creates a shutdown that has not started.
     *
     * @param transportEndpoints the transports, asked for at the start
     * @param drain the time before the first step
     * @param closing closes all connections and files; may block
     * @param ending ends the process at once with an exit code
     */
    public GracefulShutdown(
            ChatServer server,
            Supplier<List<TransportEndpoint>> transportEndpoints,
            ConsoleTerminal terminal,
            ConsolePrinter printer,
            DrainPeriod drain,
            Runnable closing,
            IntConsumer ending) {
        this.server = server;
        this.transportEndpoints = transportEndpoints;
        this.terminal = terminal;
        this.printer = printer;
        this.drain = drain;
        this.closing = closing;
        this.ending = ending;
    }

    /** Starts the shutdown and returns at once; a second call skips the drain, and later calls have no effect. */
    public void start() {
        if (begun.compareAndSet(false, true)) {
            thread("parley-shutdown", this::run).start();
        } else {
            boolean unused = drain.skip();
        }
    }

    /** Starts the shutdown without a drain. */
    public void startNow() {
        boolean unused = drain.skip();
        start();
    }

    /** Starts the shutdown; a second call skips the drain, and one after the drain ends the process at once. */
    void interrupt() {
        if (!begun.get()) {
            start();
        } else if (!drain.skip()) {
            terminal.close();
            ending.accept(INTERRUPTED);
        }
    }

    private void run() {
        drain.await(printer);
        Duration retryAfter = drain.isSet() ? RETRY_AFTER_DRAIN : RETRY_AFTER;
        long began = System.nanoTime();
        terminal.endInput();
        printer.announce("stopping", "Shutting down…");
        transportEndpoints.get().forEach(TransportEndpoint::close);
        boolean stored = done(server.close(retryAfter), STORED_WITHIN);
        if (!stored) {
            LOG.error("Some messages could not be stored before the shutdown. They were not acknowledged.");
        }
        if (!done(server.disconnectForShutdown(retryAfter), DISCONNECTED_WITHIN)) {
            LOG.warn("Some users were not disconnected in time. Their connections end without a reason.");
        }
        Duration left = CLOSED_WITHIN.minusNanos(System.nanoTime() - began);
        if (!done(
                CompletableFuture.runAsync(
                        closing, task -> thread("parley-closing", task).start()),
                left)) {
            LOG.warn("Some connections did not close in time, and end with the process.");
        }
        printer.announce("stopped", "Goodbye.");
        printer.finish(PRINTED_WITHIN);
        terminal.close();
        ending.accept(stored ? 0 : UNFINISHED);
    }

    /** Returns a thread that keeps the process alive, even if a daemon thread creates it. */
    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(false);
        return thread;
    }

    private static boolean done(CompletionStage<?> stage, Duration within) {
        try {
            stage.toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException ignored) {
            return false;
        } catch (ExecutionException e) {
            LOG.error("A step of the shutdown failed.", e.getCause());
            return false;
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
