package dev.parley.tcp;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.text.RoomName;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The state of one connection in its dialect. Confined to the connection's event loop; methods must not block. */
public interface DialectSession {

    /**
     * Consumes complete messages and leaves the rest in the buffer: an incomplete message, and everything while {@link
     * TcpConnection#isHeld() reads are held}. Called again when more input arrives and when reads are no longer held.
     * The connection keeps ownership of the buffer.
     */
    void read(ByteBuf input);

    /**
     * Returns the maximum number of bytes that {@link #read} may leave as an incomplete message. The connection is
     * closed when more are pending.
     */
    int maxPendingBytes();

    /**
     * Called when the client has closed its output and {@link #read} has consumed what it could. Closes the
     * connection.
     */
    void onInputClosed();

    /** Returns whether the session holds reads, until it calls {@link TcpConnection#feed}. */
    default boolean isWaiting() {
        return false;
    }

    /**
     * Returns how many room events to deliver now, approximately. After 0, the session calls {@link
     * TcpConnection#resumeDeliveries} to receive events again.
     */
    default int demand() {
        return 64;
    }

    /** Returns the encoded room event, or null to send nothing, as before the login. */
    default byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        return null;
    }

    /** Sends a direct message to the client, whose connection may have closed. */
    default void onDirectMessage(DirectMessage message) {}

    /** Handles that the operator has removed a room of the session, possibly after the connection has closed. */
    default void onRoomRemoved(RoomName room) {}

    /** Sends a sentence of the server to the client, whose connection may have closed. */
    default void onNotice(String sentence) {}

    /** Handles that the user has become an operator, or is none any more. */
    default void onOwnStateChanged() {}

    /** Returns the encoded reason for closing, or null to send nothing. */
    byte @Nullable [] encode(DisconnectReason reason);

    /** Returns how long to wait before the last bytes are written, so that the client reads them separately. */
    default Duration closeDelay() {
        return Duration.ZERO;
    }

    /**
     * Returns whether the client reads only after it has sent something, so that it notices a close only then. It gets
     * more time to read the last bytes.
     */
    default boolean readsOnlyAfterSending() {
        return false;
    }

    /** Called when a telnet client asks for confirmation that its earlier input has been processed (RFC 860). */
    default void onTimingMark() {}

    /** Called when the connection ends. Cancels timers and releases resources. */
    default void onClosed() {}

    /** Called when the connection ends, before the session of its user is closed with the same cause. */
    default void onClosed(CloseCause cause) {
        onClosed();
    }
}
