package dev.parley.websocket;

import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the input of one session into frames. Input between CONNECT and its answer is held, because the STOMP version
 * is not agreed upon before.
 *
 * <p>Thread-safe; its lock is held while a frame is handled, so that frames keep their order.
 */
final class InboundDecoder {

    private final StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final Consumer<Frame> frames;
    private final BooleanSupplier over;
    private @Nullable ByteArrayOutputStream held; // guarded by this

    /**
     * Creates a decoder.
     *
     * @param frames receives every frame; heart-beats are not frames
     * @param over returns whether further input is ignored
     */
    InboundDecoder(Consumer<Frame> frames, BooleanSupplier over) {
        this.frames = frames;
        this.over = over;
    }

    /**
     * Decodes input.
     *
     * @throws MalformedFrameException if it is not STOMP or too large
     */
    synchronized void receive(ByteBuffer bytes) throws MalformedFrameException {
        while (!over.getAsBoolean()) {
            if (held != null) {
                hold(held, bytes);
                return;
            }
            StompInput stompInput = reader.decode(bytes);
            if (stompInput == null) {
                return;
            } else if (stompInput instanceof Frame frame) {
                frames.accept(frame);
            }
        }
    }

    private static void hold(ByteArrayOutputStream held, ByteBuffer bytes) throws MalformedFrameException {
        int most = FrameLimits.BEFORE_CONNECTED.maxFrameBytes();
        if (bytes.remaining() > most - held.size()) {
            throw new MalformedFrameException(
                    MalformedFrameException.Fault.TOO_LARGE,
                    "Wait for CONNECTED before you send more than " + most + " bytes.");
        }
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        held.writeBytes(rest);
    }

    /** Holds further input until {@link #resume}. */
    synchronized void hold() {
        held = new ByteArrayOutputStream(0);
    }

    /**
     * Sends CONNECTED, and continues with the rules of a version. Input that the client sends after CONNECTED, on any
     * thread, waits meanwhile and has the limits of a logged-in client.
     *
     * @param connected sends CONNECTED; returns whether the connection is still open
     * @throws MalformedFrameException if the held input is not STOMP or too large
     */
    synchronized void resume(StompVersion version, BooleanSupplier connected) throws MalformedFrameException {
        ByteArrayOutputStream waiting = held;
        held = null;
        reader.setVersion(version, FrameLimits.CONNECTED);
        if (connected.getAsBoolean() && waiting != null) {
            receive(ByteBuffer.wrap(waiting.toByteArray()));
        }
    }
}
