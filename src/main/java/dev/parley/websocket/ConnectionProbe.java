package dev.parley.websocket;

/** Tests whether the client of a connection on which the server reads nothing has closed it. */
@FunctionalInterface
public interface ConnectionProbe {

    /** A probe that knows no connection. */
    ConnectionProbe NONE = connectionId -> false;

    /**
     * Tests the connection without waiting. Thread-safe.
     *
     * @param connectionId the id of the connection (Servlet 6.1, {@code ServletConnection.getConnectionId})
     * @return false if the connection is open or unknown
     */
    boolean isClosedByClient(String connectionId);
}
