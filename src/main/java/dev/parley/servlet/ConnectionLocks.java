package dev.parley.servlet;

import java.util.concurrent.locks.Lock;

/** Port: the locks of the connections of the web server. Thread-safe; never blocks. */
@FunctionalInterface
public interface ConnectionLocks {

    /**
     * Returns the lock that the container holds while it handles an event of a connection.
     *
     * @param connectionId the id of the connection, see {@link jakarta.servlet.ServletConnection#getConnectionId}
     */
    Lock lock(String connectionId);
}
