package dev.parley.client;

import dev.parley.client.session.Login;
import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.SubscribeFrom;
import dev.parley.client.session.TlsTrust;
import java.time.Duration;

/**
 * The options of the client.
 *
 * @param login the login; an empty nickname is asked for
 * @param room the first room
 * @param subscribeFrom the start of the replay in that room
 * @param reconnect the number of attempts to reconnect in a row, or {@link #ASK}
 * @param count the number of messages after which the client exits; 0 for no limit
 * @param timeout the time after which the client exits; zero for no limit
 * @param input whether input is read
 * @param bell which messages ring the bell at first
 */
record ClientOptions(
        ServerAddress serverAddress,
        Login login,
        String room,
        SubscribeFrom subscribeFrom,
        int reconnect,
        int count,
        Duration timeout,
        boolean input,
        Notifications.Bell bell) {

    /** Asks the user before each attempt to reconnect. */
    static final int ASK = -1;

    /** Returns the login for a server. A password is sent only to the server that it was entered for. */
    Login loginFor(ServerAddress address, String name) {
        return new Login(name, address.equals(serverAddress) ? login.passcode() : "");
    }

    /** Returns the trust for servers with TLS. */
    TlsTrust tlsTrust() {
        TlsTrust configured = serverAddress.tlsTrust();
        return configured == null ? TlsTrust.systemDefault() : configured;
    }

    /** Returns whether the requested number of messages was received. */
    boolean isEnough(int received) {
        return count > 0 && received >= count;
    }
}
