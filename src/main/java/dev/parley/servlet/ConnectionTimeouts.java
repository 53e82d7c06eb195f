package dev.parley.servlet;

import java.time.Duration;

/** Port: the timeouts of the connections of the web server. Thread-safe; never blocks. */
@FunctionalInterface
public interface ConnectionTimeouts {

    /**
     * Sets how long a response may wait for a client that reads nothing before its connection is closed.
     *
     * @param connectionId the id of the connection, see {@link jakarta.servlet.ServletConnection#getConnectionId}; an unknown
     *     one has no effect
     */
    void setWriteTimeout(String connectionId, Duration timeout);
}
