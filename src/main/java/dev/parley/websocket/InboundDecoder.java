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
 * What arrives on one session, turned into frames one after the other. Between CONNECT and its answer, which takes a look
 * into the history, what arrives is held: by which rules it is to be read is not agreed upon yet.
 *
 * <p>Safe from any thread; its lock is held while a frame is dealt with, so that frames keep their order.
 */
final class InboundDecoder {

    private final StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
    private final Consumer<Frame> frames;
    private final BooleanSupplier over;
    private @Nullable ByteArrayOutputStream held; // guarded by this

    /**
     * An intake.
     *
     * @param frames gets every frame; heart-beats are not frames
     * @param over whether the rest is of no interest any more
     */
    InboundDecoder(Consumer<Frame> frames, BooleanSupplier over) {
        this.frames = frames;
        this.over = over;
    }

    /**
     * Takes what has arrived.
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

    /** Reads no frame until it is told to {@link #resume}. */
    synchronized void hold() {
        held = new ByteArrayOutputStream(0);
    }

    /**
     * Says CONNECTED, and reads on by the rules of this version. What is sent in answer to CONNECTED, on whatever
     * thread it arrives, waits meanwhile: it is not held, and its limits are those of somebody who was let in.
     *
     * @param connected says it; whether there is still somebody to hear it
     * @throws MalformedFrameException if what was held is not STOMP or too large
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
