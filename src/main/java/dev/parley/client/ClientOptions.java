package dev.parley.client;

import dev.parley.client.session.Login;
import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.SubscribeFrom;
import java.time.Duration;

/**
 * What somebody wants who starts the client.
 *
 * @param login the name may be empty: to be asked for
 * @param room to begin with
 * @param subscribeFrom from where that room is heard
 * @param reconnect how often in a row to try to come back by oneself, or {@link #ASK}
 * @param count after how many messages to leave; 0: not for that
 * @param timeout after which time to leave; zero: not for that
 * @param input whether anything is read
 */
record ClientOptions(
        ServerAddress serverAddress,
        Login login,
        String room,
        SubscribeFrom subscribeFrom,
        int reconnect,
        int count,
        Duration timeout,
        boolean input) {

    /** A person is asked whether to come back, and as often as need be. */
    static final int ASK = -1;

    /** As whom to come to a server. A password is for the server it was said for, and told to no other. */
    Login loginAt(ServerAddress there, String name) {
        return new Login(name, there.equals(serverAddress) ? login.passcode() : "");
    }

    /** Whether these were all the messages that were to be heard. */
    boolean isEnough(int heard) {
        return count > 0 && heard >= count;
    }
}
