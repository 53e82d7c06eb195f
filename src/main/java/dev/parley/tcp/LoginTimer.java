package dev.parley.tcp;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time for the login of one connection. A user at a prompt gets more time than a program. Confined to the
 * connection's event loop.
 */
final class LoginTimer {

    private final TcpConnection connection;
    private final TcpSettings settings;
    private final Runnable onTimeout;
    private @Nullable Future<?> timer;
    private boolean prompted;

    /**
     * Creates a stopped timer.
     *
     * @param onTimeout runs when the time is over
     */
    LoginTimer(TcpConnection connection, TcpSettings settings, Runnable onTimeout) {
        this.connection = connection;
        this.settings = settings;
        this.onTimeout = onTimeout;
    }

    /** Starts the timeout of a program. */
    void start() {
        timer = connection.schedule(settings.login().timeout(), onTimeout);
    }

    /** Starts the timeout of a user at a prompt instead. Only the first call has an effect. */
    void markPrompted() {
        if (!prompted) {
            prompted = true;
            cancel();
            timer = connection.schedule(settings.login().promptTimeout(), onTimeout);
        }
    }

    boolean isPrompted() {
        return prompted;
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
