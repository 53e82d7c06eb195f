package dev.parley.chat.room;

import java.util.function.Consumer;

/**
 * Port: passes signals from this node to the other nodes of the server, so that they read what has changed at once.
 *
 * <p>A signal is a hint about something that is stored already. A relay may deliver it late, twice, out of order or not
 * at all, except for {@link RelaySignal.UserKicked}, which it delivers at least once to each node that is connected. A
 * node never receives its own signals. Thread-safe; all methods return at once and throw nothing.
 */
public interface RoomRelay {

    /** Passes signals to no node: the relay of a server that has one node. */
    RoomRelay NONE = new RoomRelay() {
        @Override
        public void publish(RelaySignal signal) {}

        @Override
        public void subscribe(Consumer<RelaySignal> listener) {}
    };

    /** Passes a signal to the other nodes. */
    void publish(RelaySignal signal);

    /** Adds a listener for the signals of other nodes. It is called on any thread, must not block and must not throw. */
    void subscribe(Consumer<RelaySignal> listener);
}
