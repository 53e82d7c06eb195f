package dev.parley.protocol;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.stomp.MalformedFrameException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Port: the connection of a {@link StompSession}, implemented by each transport, which owns the socket, the bounds of its
 * output and the heart-beat timers. No method blocks. After the connection is closed, methods have no effect.
 */
public interface FrameSink {

    /** Returns the transport, dialect and address of the client. */
    ClientInfo clientInfo();

    /** Logs in with this connection as the subscriber. */
    CompletionStage<LoginResult> login(LoginRequest request);

    /** Sends a frame to this client only. Disconnects a client that does not read its frames. */
    void send(byte[] frame);

    /** Sends frames in place of earlier ones of this kind that are not written yet; asks for them when it can write. */
    default void sendLatest(Supplier<List<byte[]>> frames) {
        frames.get().forEach(this::send);
    }

    /**
     * Runs a task once all frames that were sent are handed to the socket, or the connection is closed; at once if none
     * waits.
     */
    void whenWritten(Runnable task);

    /**
     * Starts the delivery of a room that was joined. A transport that asks {@link StompSession#encode} for each delivery
     * does nothing here.
     */
    default void subscribe(Cursor cursor, EventEncoder<byte[]> encoder) {}

    /** Ends the delivery of a room. */
    default void unsubscribe(Cursor cursor) {}

    /** Returns whether the connection is closed or about to close, so that input is ignored. */
    boolean isClosed();

    /** Returns whether the transport wants no input read now, because it is closed or its output is congested. */
    default boolean isHeld() {
        return isClosed();
    }

    /** Passes on the input that waited, because {@link StompSession#isHeld} is false again. Called from any thread. */
    void resumeReads();

    /**
     * Writes a last frame and closes the connection.
     *
     * @param reason the reason to report as an event; null after a DISCONNECT frame
     * @param last the last frame; null for none
     */
    void close(CloseCause cause, @Nullable DisconnectReason reason, byte @Nullable [] last);

    /** Writes a last frame and closes the connection because of malformed input. */
    default void close(MalformedFrameException malformed, byte[] last) {
        close(CloseCause.CLOSED, DisconnectReason.malformed(malformed.sentence()), last);
    }

    /** Writes a last frame and closes the connection because the login is refused. */
    void refuse(Refusal refusal, byte[] last);

    /**
     * Runs a task on the thread to which the connection is confined, in the order of the calls; at once if it is confined
     * to none. Safe from any thread.
     */
    void execute(Runnable task);

    /** Runs a task after a delay, even if the connection is closed by then. Safe from any thread. */
    void schedule(Duration delay, Runnable task);
}
