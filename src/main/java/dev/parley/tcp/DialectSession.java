package dev.parley.tcp;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One connection's talk in its dialect. Confined to the connection's event loop; nothing may block. */
public interface DialectSession {

    /**
     * There is input. Takes as many whole pieces as it can deal with now and leaves the rest: what is incomplete, and
     * everything once {@link TcpConnection#isHeld() the connection is held}. Asked again when there is more, or when the
     * connection is held no longer. The buffer stays the connection's.
     */
    void read(ByteBuf input);

    /** The most bytes {@link #read} may leave as incomplete; one more, and the connection is sent off. */
    int maxPendingBytes();

    /** Nothing more will come, and {@link #read} has taken what it could. It answers by closing the connection. */
    void onInputClosed();

    /**
     * About how many things that happened in rooms it takes now. Whoever takes none is asked again after
     * {@link TcpConnection#listen}.
     */
    default int demand() {
        return 64;
    }

    /** The words for something that happened in a room; null for none. */
    byte @Nullable [] encode(Cursor cursor, Delivery delivery);

    /** Somebody has a word with this person alone. */
    void onDirectMessage(DirectMessage directMessage);

    /** The words for a goodbye; null for none. */
    byte @Nullable [] encode(DisconnectReason disconnectReason);

    /** A telnet program waits to hear that what it sent before has been dealt with. */
    default void onTimingMark() {}

    /** The connection is at its end: lets go of what would outlive it. */
    default void onClosed() {}
}
