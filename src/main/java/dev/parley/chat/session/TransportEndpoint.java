package dev.parley.chat.session;

import java.util.List;
import java.util.Map;

/** A listening transport, TCP or web, that can be described, counted and closed. Thread-safe. */
public interface TransportEndpoint {

    /** Returns lines for the operator on how to connect, such as {@code nc localhost 8000}. */
    List<String> connectInstructions();

    /** Returns the number of open connections, logged in or not. */
    int openConnections();

    /** Returns the number of connections by dialect, without those whose dialect is unknown. */
    Map<String, Integer> dialects();

    /** Returns the number of room events delivered to connections of this transport, which never falls. */
    long delivered();

    /** Accepts no more connections; open ones stay. */
    void close();
}
