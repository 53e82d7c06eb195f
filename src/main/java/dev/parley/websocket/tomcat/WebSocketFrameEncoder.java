package dev.parley.websocket.tomcat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes texts as unmasked WebSocket frames in sequence (RFC 6455, section 5.2). Readers of the same room follow each
 * other on one loop, so the last result is cached. Confined to one thread, whose memory it reuses.
 */
final class WebSocketFrameEncoder {

    static final int HEAD = 10;

    private static final int USUAL = 128 * 1024;
    private static final byte TEXT = (byte) 0x81;
    private static final byte PING = (byte) 0x89;
    private static final byte PONG = (byte) 0x8A;
    private static final int SMALL = 125;
    private static final int MEDIUM = 0xffff;
    private static final byte LENGTH_IN_TWO = 126;
    private static final byte LENGTH_IN_EIGHT = 127;

    private final ByteBuffer usual = ByteBuffer.allocateDirect(USUAL);
    private final List<byte[]> held = new ArrayList<>();

    /**
     * Returns the frames of these texts, after a ping and a pong if they are due. Valid until the next call; callers must
     * not change the texts.
     *
     * @param pong the payload of the pong, at most 125 bytes (RFC 6455, section 5.5); null for none
     */
    ByteBuffer fill(List<byte[]> texts, int bytes, boolean ping, byte @Nullable [] pong) {
        boolean isPlain = !ping && pong == null;
        if (isPlain && isHeld(texts)) {
            return usual.rewind();
        }
        int most = bytes + HEAD * (texts.size() + 2) + (pong == null ? 0 : pong.length);
        boolean fits = most <= USUAL;
        ByteBuffer buffer = fits ? usual.clear() : ByteBuffer.allocate(most);
        if (fits) {
            held.clear();
            if (isPlain) {
                held.addAll(texts);
            }
        }
        if (pong != null) {
            buffer.put(PONG).put((byte) pong.length).put(pong);
        }
        put(texts, ping, buffer);
        return buffer.flip();
    }

    /** Returns a pong with this payload, at most 125 bytes. */
    static ByteBuffer pong(byte[] payload) {
        return ByteBuffer.allocate(2 + payload.length)
                .put(PONG)
                .put((byte) payload.length)
                .put(payload)
                .flip();
    }

    /** Returns whether the memory holds these very texts, compared by identity. */
    private boolean isHeld(List<byte[]> texts) {
        int count = texts.size();
        if (count == 0 || count != held.size()) {
            return false;
        }
        for (int i = count - 1; i >= 0; i--) {
            if (texts.get(i) != held.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static void put(List<byte[]> texts, boolean ping, ByteBuffer buffer) {
        if (ping) {
            buffer.put(PING).put((byte) 0);
        }
        for (byte[] text : texts) {
            buffer.put(TEXT);
            if (text.length <= SMALL) {
                buffer.put((byte) text.length);
            } else if (text.length <= MEDIUM) {
                buffer.put(LENGTH_IN_TWO).putShort((short) text.length);
            } else {
                buffer.put(LENGTH_IN_EIGHT).putLong(text.length);
            }
            buffer.put(text);
        }
    }
}
