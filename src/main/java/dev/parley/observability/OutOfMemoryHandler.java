package dev.parley.observability;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when an exhausted heap has ended a thread, because a server without one of its threads does not serve all
 * clients. A supervisor starts it again. Logs any other error that ends a thread. Thread-safe.
 */
public final class OutOfMemoryHandler implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(OutOfMemoryHandler.class);

    private final Runnable exit;

    /**
     * Creates a handler.
     *
     * @param exit ends the process
     */
    OutOfMemoryHandler(Runnable exit) {
        this.exit = exit;
    }

    /** Handles the errors of all threads of this process that have no other handler. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler(
                new OutOfMemoryHandler(() -> Runtime.getRuntime().halt(HeapMonitor.EXIT_CODE)));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            LOG.error("The thread {} has ended with an error.", thread.getName(), failure);
        } catch (OutOfMemoryError ignored) {
            // There is no memory for the line either.
        } finally {
            if (failure instanceof OutOfMemoryError) {
                exit.run();
            }
        }
    }
}
