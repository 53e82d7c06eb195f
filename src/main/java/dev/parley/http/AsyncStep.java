package dev.parley.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A step of a request that occupies no thread. When its result is there, the request is dispatched again and reads it from an
 * attribute. Only the first result counts. Thread-safe.
 *
 * <p>The end is one call under a lock, because the container uses its request objects again as soon as its listeners have returned:
 * a late call would act on the request of another client.
 */
final class AsyncStep implements AsyncListener {

    private static final String RESULT = AsyncStep.class.getName();

    private final HttpServletRequest request;
    private final AsyncContext context;
    private final Object onTimeout;
    private final Runnable onEnd;
    private volatile boolean isEnded; // written under the lock

    private AsyncStep(HttpServletRequest request, AsyncContext context, Object onTimeout, Runnable onEnd) {
        this.request = request;
        this.context = context;
        this.onTimeout = onTimeout;
        this.onEnd = onEnd;
    }

    /**
     * Starts a step.
     *
     * @param timeout the time for the step; zero for no limit
     * @param onTimeout the result if there is no other one in time
     * @param onEnd runs when the step has ended, also by a lost connection
     */
    static AsyncStep start(
            HttpServletRequest request,
            HttpServletResponse response,
            Duration timeout,
            Object onTimeout,
            Runnable onEnd) {
        AsyncContext context = request.startAsync(request, response);
        AsyncStep step = new AsyncStep(request, context, onTimeout, onEnd);
        context.setTimeout(timeout.toMillis());
        context.addListener(step);
        return step;
    }

    /** Returns the result of the step before; null in the first pass of a request. */
    static @Nullable Object resultOf(HttpServletRequest request) {
        return request.getAttribute(RESULT);
    }

    /** Ends the step with a result. */
    synchronized void end(Object result) {
        if (!isEnded) {
            isEnded = true;
            request.setAttribute(RESULT, result);
            onEnd.run();
            context.dispatch();
        }
    }

    /** Ends the request, whose response is complete or whose client is gone. */
    synchronized void complete() {
        if (!isEnded) {
            isEnded = true;
            onEnd.run();
            context.complete();
        }
    }

    /** Returns whether the step has ended. */
    boolean isEnded() {
        return isEnded;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end(onTimeout);
    }

    @Override
    public void onError(AsyncEvent event) {
        complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
