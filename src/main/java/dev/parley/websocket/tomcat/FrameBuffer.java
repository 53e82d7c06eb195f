package dev.parley.websocket.tomcat;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Complete WebSocket frames, one behind the other, unmasked as a server sends them (RFC 6455, section 5.2). Confined to one
 * thread, which uses its memory again and again.
 */
final class FrameBuffer {

    static final int HEAD = 10;

    private static final int USUAL = 128 * 1024;
    private static final byte TEXT = (byte) 0x81;
    private static final byte PING = (byte) 0x89;
    private static final int SMALL = 125;
    private static final int MEDIUM = 0xffff;
    private static final byte LENGTH_IN_TWO = 126;
    private static final byte LENGTH_IN_EIGHT = 127;

    private final ByteBuffer usual = ByteBuffer.allocateDirect(USUAL);

    /** These as text messages, a ping before them if it is due; ready to be read. Valid until the next call. */
    ByteBuffer fill(List<byte[]> texts, int bytes, boolean ping) {
        int most = bytes + HEAD * (texts.size() + 1);
        ByteBuffer buffer = most <= USUAL ? usual.clear() : ByteBuffer.allocate(most);
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
        return buffer.flip();
    }
}
