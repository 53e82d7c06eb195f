package dev.parley.tcp.dialect.basic;

import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Calls for a short reply to a client that may work in lock-step: it reads once after each message, and blocks until
 * there is something to read. A client that sends again while it would be blocked does not work in lock-step. Confined to
 * the connection's event loop.
 */
public final class LockStepTimer {

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final TcpConnection connection;
    private final Runnable reply;
    private boolean isUnread;
    private boolean isBlocked;
    private boolean isDisproved;
    private @Nullable Future<?> timer;

    /**
     * Creates a stopped timer.
     *
     * @param reply sends a short reply
     */
    public LockStepTimer(TcpConnection connection, Runnable reply) {
        this.connection = connection;
        this.reply = reply;
    }

    /** Returns whether the client may read only after it has sent something. */
    public boolean isPossible() {
        return !isDisproved;
    }

    /** Notes a message after the login. Starts the timer, unless the client does not work in lock-step. */
    public void onMessage() {
        end();
        isDisproved |= isBlocked;
        isBlocked = !isUnread;
        isUnread = false;
        if (!isDisproved) {
            timer = connection.schedule(WAIT, reply);
        }
    }

    /** Notes output, which a blocked client reads at once. */
    public void onOutput() {
        end();
        isUnread = !isBlocked;
        isBlocked = false;
    }

    /** Cancels the timer. */
    public void end() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
