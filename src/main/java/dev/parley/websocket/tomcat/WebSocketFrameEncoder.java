package dev.parley.websocket.tomcat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Complete WebSocket frames, one behind the other, unmasked as a server sends them (RFC 6455, section 5.2). Readers who
 * hear the same take turns at one pump, so what was put together for the last one is kept for the next. Confined to one
 * thread, which uses its memory again and again.
 */
final class WebSocketFrameEncoder {

    static final int HEAD = 10;

    private static final int USUAL = 128 * 1024;
    private static final byte TEXT = (byte) 0x81;
    private static final byte PING = (byte) 0x89;
    private static final int SMALL = 125;
    private static final int MEDIUM = 0xffff;
    private static final byte LENGTH_IN_TWO = 126;
    private static final byte LENGTH_IN_EIGHT = 127;

    private final ByteBuffer usual = ByteBuffer.allocateDirect(USUAL);
    private final List<byte[]> held = new ArrayList<>();

    /**
     * These as text messages, a ping before them if it is due; ready to be read. Valid until the next call. Nobody
     * changes a text that was put in here.
     */
    ByteBuffer fill(List<byte[]> texts, int bytes, boolean ping) {
        if (!ping && isHeld(texts)) {
            return usual.rewind();
        }
        int most = bytes + HEAD * (texts.size() + 1);
        boolean fits = most <= USUAL;
        ByteBuffer buffer = fits ? usual.clear() : ByteBuffer.allocate(most);
        if (fits) {
            held.clear();
            if (!ping) {
                held.addAll(texts);
            }
        }
        put(texts, ping, buffer);
        return buffer.flip();
    }

    /** Whether the memory holds just these: the very same texts, which is quick to see and cannot be mistaken. */
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
