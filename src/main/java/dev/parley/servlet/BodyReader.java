package dev.parley.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the body of a request without blocking a thread, and dispatches the request again when the body is complete, or with the
 * status of the response if it cannot be read. A body counts against the {@link BodyBudget} until its request is complete. Confined
 * to the threads on which the container calls listeners, one at a time.
 */
final class BodyReader implements ReadListener, AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

    private static final String BODY = BodyReader.class.getName() + ".body";
    private static final String FAILURE = BodyReader.class.getName() + ".failure";
    private static final int PART = 4 * 1024;

    private final AsyncContext context;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ServletInputStream input;
    private final BodyBudget budget;
    private final int limit;
    private final BodyGate.FailureWriter failures;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] part = new byte[PART];
    private final AtomicBoolean isEnded = new AtomicBoolean();
    private final AtomicInteger used = new AtomicInteger();

    private BodyReader(
            HttpServletRequest request,
            HttpServletResponse response,
            BodyBudget budget,
            int limit,
            BodyGate.FailureWriter failures)
            throws IOException {
        this.request = request;
        this.response = response;
        this.budget = budget;
        this.limit = limit;
        this.failures = failures;
        this.input = request.getInputStream();
        this.context = request.startAsync(request, response);
    }

    /** Returns the body of a request that was dispatched again; null for any other request. */
    static byte @Nullable [] bodyOf(HttpServletRequest request) {
        return (byte[]) request.getAttribute(BODY);
    }

    /** Returns the status of a request that was dispatched again because its body cannot be read; null for any other. */
    static @Nullable Integer failureOf(HttpServletRequest request) {
        return (Integer) request.getAttribute(FAILURE);
    }

    /**
     * Starts to read.
     *
     * @param budget the memory for the bodies of all requests
     * @param limit the most bytes of the body
     * @param within the time within which the whole body must arrive
     * @param failures writes the response to a client that sends nothing more; a dispatch is not possible then
     */
    static void read(
            HttpServletRequest request,
            HttpServletResponse response,
            BodyBudget budget,
            int limit,
            Duration within,
            BodyGate.FailureWriter failures)
            throws IOException {
        BodyReader reader = new BodyReader(request, response, budget, limit, failures);
        reader.context.setTimeout(within.toMillis());
        reader.context.addListener(reader);
        reader.input.setReadListener(reader);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!isEnded.get() && input.isReady() && !input.isFinished()) {
            int count = input.read(part);
            if (count < 0) {
                return;
            }
            if (!budget.tryUse(count, body.size() + count)) {
                end(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                return;
            }
            used.addAndGet(count);
            body.write(part, 0, count);
            if (body.size() > limit) {
                end(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (isEnded.compareAndSet(false, true)) {
            request.setAttribute(BODY, body.toByteArray());
            context.dispatch();
        }
    }

    private void end(int status) {
        if (isEnded.compareAndSet(false, true)) {
            request.setAttribute(FAILURE, status);
            context.dispatch();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }

    /** The client is answered in the call that follows: after this one comes an error page. */
    @Override
    public void onError(Throwable broken) {}

    /**
     * The client has sent nothing for the time that the container waits for bytes, or has sent no valid body, as with the length of
     * a chunk that is no number; or it is gone.
     */
    @Override
    public void onError(AsyncEvent event) {
        if (!isEnded.get()) {
            boolean isSilent = event.getThrowable() instanceof SocketTimeoutException;
            try {
                response.setHeader("Connection", "close");
                failures.write(
                        response,
                        isSilent ? HttpServletResponse.SC_REQUEST_TIMEOUT : HttpServletResponse.SC_BAD_REQUEST);
                response.flushBuffer(); // the container ends the connection at once
            } catch (IOException e) {
                LOG.debug("The client of a body that cannot be read is gone.", e);
            }
        }
        complete();
    }

    private void complete() {
        if (isEnded.compareAndSet(false, true)) {
            context.complete();
        }
    }

    /** The request is complete, and with it the last use of the body. */
    @Override
    public void onComplete(AsyncEvent event) {
        budget.release(used.getAndSet(0));
    }

    /** The request is answered asynchronously; the container forgets the listeners before that. */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
