package dev.parley.websocket;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Waker;
import dev.parley.protocol.OutboundQueue;
import org.springframework.web.socket.CloseStatus;

/** The way out to one session: writes what its outbox has, as the socket takes it. No method blocks; any thread may call. */
public interface SessionWriter {

    /** What is still to be written. */
    OutboundQueue outboundQueue();

    /** Who is told when the room of this cursor, which the outbox hears, has something new. */
    Waker waker(Cursor cursor);

    /** The outbox may have something, or the session can be written again. */
    void onFilled();

    /** The session is to be closed like this when all is said; the first call counts. */
    void close(CloseStatus status);

    /** Sends a ping, as far as the session knows such a thing. */
    void ping();

    /** Closes at once, whatever is unsaid. */
    void abort();

    /** Since when the session takes nothing of what it was offered, in {@link System#nanoTime()}; 0 if it does. */
    long stalledSince();

    /** When something was last sent, in {@link System#nanoTime()}. */
    long sentAt();

    /** Whether the other end may still have something to read: its socket is open, though it may be told to close. */
    boolean isOpen();

    /** Whether the session can be pinged, and so is known to be alive also when it has nothing to say. */
    boolean canPing();
}
