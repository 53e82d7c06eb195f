package dev.parley.websocket;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.CloseCause;
import dev.parley.protocol.api.DisconnectCodes;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.stomp.MalformedFrameException;
import org.springframework.web.socket.CloseStatus;

/** Maps disconnect reasons to the close codes of WebSocket (RFC 6455, section 7.4), and back. */
final class CloseCodes {

    /** The code with which Spring closes a SockJS session. */
    private static final int SOCKJS_GO_AWAY = 3000;

    /** The registered code for an overloaded server. */
    private static final CloseStatus TRY_AGAIN_LATER = new CloseStatus(1013);

    private CloseCodes() {}

    /** Returns the code for a disconnect reason. */
    static CloseStatus statusOf(DisconnectReason reason) {
        return switch (reason.code()) {
            case DisconnectCodes.QUIT -> CloseStatus.NORMAL;
            case DisconnectCodes.SHUTTING_DOWN -> CloseStatus.GOING_AWAY;
            case DisconnectCodes.MALFORMED -> CloseStatus.PROTOCOL_ERROR;
            case DisconnectCodes.SERVER_FULL,
                    DisconnectCodes.ADDRESS_LIMIT,
                    DisconnectCodes.TOO_SLOW,
                    DisconnectCodes.STORAGE_FAILED -> TRY_AGAIN_LATER;
            default -> CloseStatus.POLICY_VIOLATION;
        };
    }

    /** Returns the code for malformed input. */
    static CloseStatus statusOf(MalformedFrameException.Fault fault) {
        return switch (fault) {
            case NOT_STOMP -> CloseStatus.PROTOCOL_ERROR;
            case TOO_LARGE -> CloseStatus.TOO_BIG_TO_PROCESS;
            case NOT_UTF8 -> CloseStatus.BAD_DATA;
        };
    }

    /** Returns the code for a refused login. */
    static CloseStatus statusOf(Refusal refusal) {
        return refusal.code().equals(RefusalCodes.SHUTTING_DOWN)
                ? CloseStatus.GOING_AWAY
                : CloseStatus.POLICY_VIOLATION;
    }

    /** Returns whether the client closed on purpose or was lost. */
    static CloseCause closeCauseOf(CloseStatus status) {
        return switch (status.getCode()) {
            case 1000, 1001, SOCKJS_GO_AWAY -> CloseCause.CLOSED;
            default -> CloseCause.LOST;
        };
    }
}
