package dev.parley.client;

import dev.parley.client.session.ClientDisconnect;
import dev.parley.protocol.api.DisconnectCodes;
import dev.parley.protocol.api.RefusalCodes;

/** The exit codes of the client. */
final class ExitCode {

    static final int SUCCESS = 0;
    static final int OTHER_ERROR = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int NAME_REFUSED = 4;
    static final int REMOVED = 5;
    static final int LOST = 6;
    static final int PROTOCOL = 7;
    static final int UNCONFIRMED = 8;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** Returns the exit code for the end of a connection without a reconnect. */
    static int of(ClientDisconnect disconnect) {
        if (disconnect instanceof ClientDisconnect.Unreachable) {
            return UNREACHABLE;
        } else if (disconnect instanceof ClientDisconnect.ProtocolError) {
            return PROTOCOL;
        } else if (disconnect instanceof ClientDisconnect.Refused refusal) {
            return ofRefusal(refusal.code());
        } else if (disconnect instanceof ClientDisconnect.ClosedByServer closed) {
            return ofDisconnect(closed.code());
        }
        return LOST;
    }

    /**
     * Returns whether a reconnect may help.
     *
     * @param hasLoggedIn whether a login succeeded before
     */
    static boolean isTemporary(ClientDisconnect disconnect, boolean hasLoggedIn) {
        return disconnect instanceof ClientDisconnect.Lost
                || (hasLoggedIn && of(disconnect) == UNREACHABLE)
                || (disconnect instanceof ClientDisconnect.ClosedByServer && of(disconnect) == LOST);
    }

    /** A server refuses a login with the code of a refusal or of a disconnect. */
    private static int ofRefusal(String code) {
        return switch (code) {
            case RefusalCodes.BANNED, DisconnectCodes.KICKED -> REMOVED;
            case RefusalCodes.MALFORMED -> PROTOCOL;
            case DisconnectCodes.SERVER_FULL,
                    DisconnectCodes.ADDRESS_LIMIT,
                    RefusalCodes.TOO_MANY_NEW_USERS,
                    RefusalCodes.SHUTTING_DOWN -> UNREACHABLE;
            case RefusalCodes.MUTED -> NAME_REFUSED; // a muted user cannot log in under another nickname
            default -> code.startsWith(RefusalCodes.NICKNAME_PREFIX) ? NAME_REFUSED : OTHER_ERROR;
        };
    }

    private static int ofDisconnect(String code) {
        return switch (code) {
            case DisconnectCodes.KICKED, DisconnectCodes.BANNED -> REMOVED;
            case DisconnectCodes.MALFORMED -> PROTOCOL;
            case DisconnectCodes.QUIT, DisconnectCodes.DISCONNECTED_BY_OPERATOR -> SUCCESS;
            default -> LOST;
        };
    }
}
