package dev.parley.websocket;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.CloseCause;
import dev.parley.stomp.MalformedFrameException;
import org.springframework.web.socket.CloseStatus;

/** What farewells are in the codes of WebSocket's close frames (RFC 6455, section 7.4), and the other way round. */
final class CloseCodes {

    /** What Spring closes a SockJS session with. */
    private static final int SOCKJS_GO_AWAY = 3000;

    /** RFC 6455's registry: the server is overloaded, or full. */
    private static final CloseStatus TRY_AGAIN_LATER = new CloseStatus(1013);

    private CloseCodes() {}

    /** The code a farewell is closed with. */
    static CloseStatus statusOf(DisconnectReason disconnectReason) {
        return switch (disconnectReason.code()) {
            case "quit" -> CloseStatus.NORMAL;
            case "shutting-down" -> CloseStatus.GOING_AWAY;
            case "malformed" -> CloseStatus.PROTOCOL_ERROR;
            case "full", "full-for-address", "too-slow", "storage-failed" -> TRY_AGAIN_LATER;
            default -> CloseStatus.POLICY_VIOLATION;
        };
    }

    /** The code that closes a connection which sent what cannot be read. */
    static CloseStatus statusOf(MalformedFrameException.Fault fault) {
        return switch (fault) {
            case NOT_STOMP -> CloseStatus.PROTOCOL_ERROR;
            case TOO_LARGE -> CloseStatus.TOO_BIG_TO_PROCESS;
            case NOT_UTF8 -> CloseStatus.BAD_DATA;
        };
    }

    /** The code that closes a connection which is not let in. */
    static CloseStatus statusOf(Refusal refusal) {
        return refusal.code().equals("shutting-down") ? CloseStatus.GOING_AWAY : CloseStatus.POLICY_VIOLATION;
    }

    /** Whether whoever closed like this meant it, or was cut off. */
    static CloseCause closeCauseOf(CloseStatus status) {
        return switch (status.getCode()) {
            case 1000, 1001, SOCKJS_GO_AWAY -> CloseCause.CLOSED;
            default -> CloseCause.LOST;
        };
    }
}
