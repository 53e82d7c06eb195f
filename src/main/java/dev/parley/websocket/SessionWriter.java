package dev.parley.websocket;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Waker;
import dev.parley.protocol.OutboundQueue;
import org.springframework.web.socket.CloseStatus;

/** The socket of one session: writes its queue as fast as the socket accepts, and pauses reads. Any thread may call; no method blocks. */
public interface SessionWriter {

    /** Returns the queue. */
    OutboundQueue outboundQueue();

    /** Returns the waker for a cursor of the queue. */
    Waker waker(Cursor cursor);

    /** Signals that the queue may have output, or that the session can be written again. */
    void onFilled();

    /** Sets the status with which the session closes after its output; the first call counts. */
    void close(CloseStatus status);

    /** Sends a ping, if the session supports it. */
    void ping();

    /** Closes at once and drops pending output. */
    void abort();

    /** Returns the time since which the session accepts no output, in {@link System#nanoTime()}; 0 if it does. */
    long stalledSince();

    /** Returns the time of the last output, in {@link System#nanoTime()}. */
    long sentAt();

    /**
     * Pauses reads from the socket, if the container can; otherwise input keeps arriving. Input that was already read may
     * still arrive. Called alternately with {@link #resumeReads}.
     */
    default void pauseReads() {}

    /** Resumes reads from the socket. */
    default void resumeReads() {}

    /** Returns whether the client may still read: the socket is open, even if it is about to close. */
    boolean isOpen();

    /** Returns whether the session supports pings, and so can be checked while it is silent. */
    boolean canPing();
}
