package dev.parley.people;

import java.util.List;

/** A way in, that can be described, counted and shut: the terminal port, the web port. Safe from any thread. */
public interface Door {

    /** Lines for the operator saying how to come in by this door, such as {@code nc localhost 8000}. */
    List<String> directions();

    /** How many connections are open by this door, named or not. */
    int open();

    /** Lets nobody else in from now on; who is in stays. */
    void shut();
}
