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
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request without blocking a thread, and dispatches the request again when the body is complete. A
 * body that is too long is answered with 413, one that does not arrive in time with 408, and one for which there is no memory
 * with 503 (RFC 9110, sections 15.5.14, 15.5.9 and 15.6.4). A body counts against the {@link BodyBudget} until its request is
 * complete. Confined to the threads on which the container calls listeners, one at a time.
 */
public final class BodyReader implements ReadListener, AsyncListener {

    private static final String BODY = BodyReader.class.getName() + ".body";
    private static final String FAILURE = BodyReader.class.getName() + ".failure";
    private static final int PART = 4 * 1024;

    private final AsyncContext context;
    private final HttpServletRequest request;
    private final ServletInputStream input;
    private final BodyBudget budget;
    private final int limit;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] part = new byte[PART];
    private final AtomicBoolean isEnded = new AtomicBoolean();
    private final AtomicInteger used = new AtomicInteger();

    private BodyReader(HttpServletRequest request, HttpServletResponse response, BodyBudget budget, int limit)
            throws IOException {
        this.request = request;
        this.budget = budget;
        this.limit = limit;
        this.input = request.getInputStream();
        this.context = request.startAsync(request, response);
    }

    /** Returns the body of a request that was dispatched again; null for any other request. */
    public static byte @Nullable [] bodyOf(HttpServletRequest request) {
        return (byte[]) request.getAttribute(BODY);
    }

    /** Returns the status of a request that was dispatched again because its body cannot be read; null for any other. */
    public static @Nullable Integer failureOf(HttpServletRequest request) {
        return (Integer) request.getAttribute(FAILURE);
    }

    /**
     * Starts to read.
     *
     * @param budget the memory for the bodies of all requests
     * @param limit the most bytes of the body
     * @param within the time within which the whole body must arrive
     */
    public static void read(
            HttpServletRequest request, HttpServletResponse response, BodyBudget budget, int limit, Duration within)
            throws IOException {
        if (request.getContentLengthLong() > limit) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        BodyReader reader = new BodyReader(request, response, budget, limit);
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

    /** The client is gone. */
    @Override
    public void onError(Throwable broken) {
        if (isEnded.compareAndSet(false, true)) {
            context.complete();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
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
