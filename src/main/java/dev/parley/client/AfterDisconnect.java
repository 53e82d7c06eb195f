package dev.parley.client;

import dev.parley.client.session.ClientDisconnect;
import dev.parley.protocol.api.DisconnectCodes;
import java.util.Set;

/** The next step of an interactive client whose connection has ended. */
enum AfterDisconnect {
    /** It asks for another nickname. */
    ASK_NICKNAME,
    /** It asks whether to log in again, because the user or an operator requested the end. */
    ASK_LOGIN_AGAIN,
    /** It reconnects. */
    RECONNECT,
    /** It stays offline, so that the user can go to another server. */
    STAY_OFFLINE,
    /** It exits with {@link ExitCode#of}. */
    EXIT;

    private static final Set<String> INTENDED =
            Set.of(DisconnectCodes.QUIT, DisconnectCodes.DISCONNECTED_BY_OPERATOR, DisconnectCodes.TOO_MANY_SESSIONS);

    /**
     * Returns the step.
     *
     * @param hasLoggedIn whether a login at this server succeeded before
     * @param isFirstServer whether this is the server that the client was started with
     */
    static AfterDisconnect of(ClientDisconnect disconnect, boolean hasLoggedIn, boolean isFirstServer) {
        if (disconnect instanceof ClientDisconnect.Refused && ExitCode.of(disconnect) == ExitCode.NAME_REFUSED) {
            return ASK_NICKNAME;
        } else if (INTENDED.contains(disconnect.code())) {
            return ASK_LOGIN_AGAIN;
        } else if (ExitCode.isTemporary(disconnect, hasLoggedIn)) {
            return RECONNECT;
        }
        return !isFirstServer && allowsAnotherServer(disconnect) ? STAY_OFFLINE : EXIT;
    }

    /** Returns whether the user may try another server after a refused login; not after a ban. */
    private static boolean allowsAnotherServer(ClientDisconnect disconnect) {
        return !(disconnect instanceof ClientDisconnect.ClosedByServer) && ExitCode.of(disconnect) != ExitCode.REMOVED;
    }
}
