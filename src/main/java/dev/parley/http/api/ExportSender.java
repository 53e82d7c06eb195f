package dev.parley.http.api;

import dev.parley.archive.RoomExport;
import dev.parley.servlet.AsyncResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an export as fast as the client reads it, and reads the next part of the room when the last one is written. Blocks no
 * thread. Any thread may call it; one at a time writes. An export that fails after its beginning ends with the connection, so that
 * no client takes it for a complete one.
 */
final class ExportSender implements WriteListener, AccessWatch.LongResponse {

    /** The attribute of a request whose response cannot be completed: the exception that ends its connection. */
    static final String BROKEN = ExportSender.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(ExportSender.class);
    private static final int MOST_BYTES = 16 * 1024;

    /** The time for an export: at least this, and 1 second more per {@link #SLOWEST} bytes. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    private static final long SLOWEST = 16 * 1024;

    private final RoomExport export;
    private final AsyncContext context;
    private final AsyncResponse response;
    private final BooleanSupplier isRefused;
    private final long startedAt = System.nanoTime();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile @Nullable Throwable failure;
    private volatile boolean isReading;
    private volatile boolean mustEnd;
    private volatile byte @Nullable [] part; // null after the last one
    private int at; // confined to the turn, as the next one
    private long written;

    /**
     * Creates a sender.
     *
     * @param first the part that was read before the response began
     * @param lock the lock of the connection, see {@link dev.parley.servlet.ConnectionLocks}
     * @param isRefused returns whether the client may not read the room any more
     * @param onEnd runs once when the export has ended, also by a lost connection
     */
    ExportSender(
            RoomExport export, String first, AsyncContext context, Lock lock, BooleanSupplier isRefused, Runnable onEnd)
            throws IOException {
        this.export = export;
        this.part = first.getBytes(StandardCharsets.UTF_8);
        this.context = context;
        this.response = new AsyncResponse(context, lock, onEnd);
        this.isRefused = isRefused;
    }

    /** Starts to write. */
    void start() throws IOException {
        response.setListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
        run(true);
    }

    /** The client is gone, or the export cannot be completed. */
    @Override
    public void onError(Throwable broken) {
        if (!response.isEnded()) {
            // The container must not add an error page.
            context.getRequest()
                    .setAttribute(BROKEN, new IncompleteExportException("The client does not read.", broken));
        }
        response.complete();
    }

    @Override
    public void checkAccess() {
        if (!mustEnd && isRefused.getAsBoolean()) {
            mustEnd = true;
            runAndAbort();
        }
    }

    @Override
    public boolean hasEnded() {
        return response.isEnded();
    }

    private void run(boolean byContainer) throws IncompleteExportException {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        do {
            try {
                write();
            } catch (IncompleteExportException e) {
                if (byContainer) {
                    context.getRequest().setAttribute(BROKEN, e);
                    throw e; // closes the connection, and calls onError; no turn follows
                }
                abort(e);
            } catch (IOException ignored) {
                // The client is gone, and the response has ended.
            } catch (RuntimeException e) {
                LOG.debug("An export ended, because it could not be written.", e);
                response.complete();
            }
        } while (turns.decrementAndGet() > 0);
    }

    /** Writes until a part has to be read, or until the client accepts no more; the container then calls again. */
    private void write() throws IOException {
        while (!response.isEnded() && !isReading) {
            byte[] current = part;
            if (mustEnd) {
                throw new IncompleteExportException("The client may not read the room any more.", null);
            } else if (failure != null) {
                throw new IncompleteExportException("The room cannot be read.", failure);
            } else if (current != null && at == current.length) {
                read();
            } else if (!response.isReady()) {
                return;
            } else if (current == null) {
                response.complete();
            } else if (System.nanoTime() - startedAt
                    > LEAST.plusSeconds(written / SLOWEST).toNanos()) {
                throw new IncompleteExportException("The client reads too slowly.", null);
            } else {
                int count = Math.min(MOST_BYTES, current.length - at);
                response.write(current, at, count);
                at += count;
                written += count;
            }
        }
    }

    private void read() {
        isReading = true;
        at = 0;
        export.next()
                .thenAccept(next -> onPart(
                        next.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null), null))
                .exceptionally(broken -> {
                    onPart(null, broken);
                    return null;
                });
    }

    private void onPart(byte @Nullable [] next, @Nullable Throwable broken) {
        failure = broken;
        part = next;
        isReading = false;
        runAndAbort();
    }

    private void runAndAbort() {
        try {
            run(false);
        } catch (IncompleteExportException e) {
            abort(e);
        }
    }

    /** The response has begun, so that only the end of the connection shows that it is incomplete. */
    private void abort(IncompleteExportException cause) {
        response.dispatch(BROKEN, cause);
    }

    /** The response has begun, and cannot be completed. */
    private static final class IncompleteExportException extends IOException {

        private static final long serialVersionUID = 1L;

        private IncompleteExportException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
