package dev.parley.client;

import dev.parley.client.session.ClientDisconnect;
import java.util.Set;

/** The exit codes of the client. */
final class ExitCode {

    static final int FINE = 0;
    static final int GENERAL = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int NAME_REFUSED = 4;
    static final int SENT_OFF = 5;
    static final int LOST = 6;
    static final int PROTOCOL = 7;
    static final int UNCONFIRMED = 8;
    static final int INTERRUPTED = 130;

    private static final Set<String> BY_THE_OPERATOR = Set.of("kicked", "banned");
    private static final Set<String> NO_ROOM = Set.of("full", "full-for-address", "shutting-down");

    private ExitCode() {}

    /** Returns the exit code for the end of a connection without a reconnect. */
    static int of(ClientDisconnect disconnect) {
        if (disconnect instanceof ClientDisconnect.Unreachable) {
            return UNREACHABLE;
        } else if (disconnect instanceof ClientDisconnect.ProtocolError) {
            return PROTOCOL;
        } else if (disconnect instanceof ClientDisconnect.Refused refusal) {
            return ofRefusal(refusal.code());
        } else if (disconnect instanceof ClientDisconnect.ClosedByServer farewell) {
            return ofFarewell(farewell.code());
        }
        return LOST;
    }

    /**
     * Returns whether a reconnect may help.
     *
     * @param been whether a login succeeded before
     */
    static boolean passes(ClientDisconnect disconnect, boolean been) {
        return disconnect instanceof ClientDisconnect.Lost
                || (been && of(disconnect) == UNREACHABLE)
                || (disconnect instanceof ClientDisconnect.ClosedByServer && of(disconnect) == LOST);
    }

    /** Returns whether an interactive user may try another server after a refused login; not after a ban. */
    static boolean leavesChoice(ClientDisconnect disconnect) {
        return !(disconnect instanceof ClientDisconnect.ClosedByServer) && of(disconnect) != SENT_OFF;
    }

    private static int ofRefusal(String code) {
        if (code.startsWith("name-")) {
            return NAME_REFUSED;
        } else if (BY_THE_OPERATOR.contains(code)) {
            return SENT_OFF;
        } else if (code.equals("malformed")) {
            return PROTOCOL;
        }
        return NO_ROOM.contains(code) ? UNREACHABLE : GENERAL;
    }

    private static int ofFarewell(String code) {
        if (BY_THE_OPERATOR.contains(code)) {
            return SENT_OFF;
        } else if (code.equals("malformed")) {
            return PROTOCOL;
        }
        return code.equals("quit") || code.equals("sent-off") ? FINE : LOST;
    }
}
