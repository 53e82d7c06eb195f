package dev.parley.chat.session;

import java.util.List;
import java.util.Map;

/** A way in, that can be described, counted and shut: the terminal port, the web port. Safe from any thread. */
public interface TransportEndpoint {

    /** Lines for the operator saying how to come in by this door, such as {@code nc localhost 8000}. */
    List<String> connectInstructions();

    /** How many connections are open by this door, named or not. */
    int openConnections();

    /** How many of them speak which dialect; those of which it is not known yet are left out. */
    Map<String, Integer> dialects();

    /** How many events of rooms were handed to connections of this door since it was opened. Only ever rises. */
    long delivered();

    /** Lets nobody else in from now on; who is in stays. */
    void close();
}
