package dev.parley.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response without blocking that threads of the server write and end while the container may end it as well. It ends once, by the
 * first of a call, a failed write and the container, and no call reaches the container after that.
 *
 * <p>All calls hold the lock under which the container handles the events of the connection. Without it, the container may handle an
 * event between the failure of a write and the end of the call that failed. It then uses the request and its objects for another
 * client, whose response would receive that failure. Thread-safe; no call blocks on the client.
 */
public final class AsyncResponse {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncResponse.class);

    private final AsyncContext context;
    private final ServletOutputStream output;
    private final Lock lock;
    private final Runnable onEnd;
    private volatile boolean isEnded; // written under the lock

    /**
     * Creates a response of a request that is asynchronous already.
     *
     * @param lock the lock of the connection, see {@link ConnectionLocks}
     * @param onEnd runs once after the end
     */
    public AsyncResponse(AsyncContext context, Lock lock, Runnable onEnd) throws IOException {
        this.context = context;
        this.output = context.getResponse().getOutputStream();
        this.lock = lock;
        this.onEnd = onEnd;
    }

    /** Sets the listener that the container calls when the client accepts output. */
    public void setListener(WriteListener listener) {
        output.setWriteListener(listener);
    }

    /** Returns whether the client accepts output; false after the end. If not, the container calls the listener later. */
    public boolean isReady() {
        lock.lock();
        try {
            return !isEnded && output.isReady();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes bytes after {@link #isReady} has returned true; has no effect after the end.
     *
     * @throws IOException if the client is gone; the response has ended
     */
    public void write(byte[] bytes, int from, int count) throws IOException {
        call(() -> output.write(bytes, from, count));
    }

    /**
     * Sends the bytes that are written; has no effect after the end.
     *
     * @throws IOException if the client is gone; the response has ended
     */
    public void flush() throws IOException {
        call(output::flush);
    }

    private void call(Call call) throws IOException {
        lock.lock();
        try {
            if (!isEnded) {
                call.run();
            }
        } catch (IOException e) {
            complete();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the response. */
    public void complete() {
        end(context::complete);
    }

    /** Ends the response by a second pass of the request, which finds an attribute. */
    public void dispatch(String attribute, Object value) {
        end(() -> {
            context.getRequest().setAttribute(attribute, value);
            context.dispatch();
        });
    }

    private void end(Runnable last) {
        lock.lock();
        try {
            if (isEnded) {
                return;
            }
            isEnded = true;
            last.run();
        } catch (IllegalStateException e) {
            LOG.debug("The container has ended a response.", e);
        } finally {
            lock.unlock();
        }
        onEnd.run();
    }

    /** Returns whether the response has ended. */
    public boolean isEnded() {
        return isEnded;
    }

    private interface Call {
        void run() throws IOException;
    }
}
