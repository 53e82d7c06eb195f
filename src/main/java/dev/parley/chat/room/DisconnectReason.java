package dev.parley.chat.room;

import dev.parley.protocol.api.DisconnectCodes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reason why the server closes a connection, sent before it is closed. This class is the catalogue: a code never
 * changes its meaning; {@code docs/protocol.md} lists all.
 *
 * @param code the stable code, for programs
 * @param sentence the sentence for the user
 * @param retryAfter the time after which the client may reconnect; null if it decides itself
 */
public record DisconnectReason(
        String code, String sentence, @Nullable Duration retryAfter) {

    /** Creates a reason without a time. */
    public DisconnectReason(String code, String sentence) {
        this(code, sentence, null);
    }

    /** The user logged out. */
    public static DisconnectReason quit() {
        return new DisconnectReason(DisconnectCodes.QUIT, "Goodbye.");
    }

    /** The user has too many sessions, and this one was idle for longest. */
    public static DisconnectReason tooManySessions(int most) {
        return new DisconnectReason(
                DisconnectCodes.TOO_MANY_SESSIONS,
                "You are connected from more than " + most + " places. This connection was idle for longest.");
    }

    /** The client read nothing for too long. */
    public static DisconnectReason tooSlow() {
        return new DisconnectReason(
                DisconnectCodes.TOO_SLOW, "Your connection was too slow to receive messages. Reconnect to continue.");
    }

    /** The server shuts down. */
    public static DisconnectReason shuttingDown() {
        return new DisconnectReason(DisconnectCodes.SHUTTING_DOWN, "The server is shutting down. Goodbye.");
    }

    /** The server shuts down, and the client may reconnect after a time. */
    public static DisconnectReason shuttingDown(Duration retryAfter) {
        DisconnectReason reason = shuttingDown();
        return new DisconnectReason(reason.code, reason.sentence, retryAfter);
    }

    /** The operator disconnected all users; the server keeps running. */
    public static DisconnectReason disconnectedByOperator() {
        return new DisconnectReason(
                DisconnectCodes.DISCONNECTED_BY_OPERATOR, "The operator disconnected all users. You can reconnect.");
    }

    /** The operator kicked the user. */
    public static DisconnectReason kicked(String reason) {
        return new DisconnectReason(
                DisconnectCodes.KICKED, "The operator kicked you" + (reason.isEmpty() ? "." : ": " + reason));
    }

    /** The operator banned the user or the address; {@code term} tells for how long. */
    public static DisconnectReason banned(String term) {
        return new DisconnectReason(
                DisconnectCodes.BANNED, "The operator has banned you from this server" + term + ".");
    }

    /** The limit over all connections is reached. */
    public static DisconnectReason serverFull() {
        return new DisconnectReason(DisconnectCodes.SERVER_FULL, "The server is full. Try again later.");
    }

    /** The limit of connections per address is reached. */
    public static DisconnectReason addressLimit() {
        return new DisconnectReason(
                DisconnectCodes.ADDRESS_LIMIT,
                "There are too many connections from your address. Close one and try again.");
    }

    /** The client did not log in within the time limit. */
    public static DisconnectReason loginTimeout() {
        return new DisconnectReason(
                DisconnectCodes.LOGIN_TIMEOUT, "You did not enter a name in time. Reconnect to try again.");
    }

    /** The input is malformed; {@code what} is a whole sentence. */
    public static DisconnectReason malformed(String what) {
        return new DisconnectReason(DisconnectCodes.MALFORMED, what);
    }

    /** A request was not answered in time, or the history could not be read. */
    public static DisconnectReason storageFailed() {
        return new DisconnectReason(
                DisconnectCodes.STORAGE_FAILED,
                "The server could not read or store messages in time. Reconnect later.");
    }
}
