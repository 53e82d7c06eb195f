package dev.parley.bench.floor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * One connection: shakes hands (RFC 6455, section 4.2), then takes masked, unfragmented frames shorter than 64 KiB, which
 * is what the load sends, and hands on each text as the frame that everybody is to get. Confined to one thread.
 */
final class Peer {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "\r\nSec-WebSocket-Key: ";
    private static final String END = "\r\n\r\n";
    private static final byte TEXT = (byte) 0x81;
    private static final int SMALL = 125;
    private static final int TWO = 126;
    private static final int MASK_BYTES = 4;

    private final Consumer<byte[]> answer;
    private final Consumer<byte[]> everybody;
    private byte[] held = {};
    private boolean open;

    /**
     * Connected.
     *
     * @param answer writes to this connection
     * @param everybody writes to all that are open
     */
    Peer(Consumer<byte[]> answer, Consumer<byte[]> everybody) {
        this.answer = answer;
        this.everybody = everybody;
    }

    /** Whether it has shaken hands. */
    boolean isOpen() {
        return open;
    }

    /** Deals with what has come. */
    void read(ByteBuffer more) {
        byte[] all = Arrays.copyOf(held, held.length + more.remaining());
        more.get(all, held.length, more.remaining());
        int at = open ? 0 : shakeHands(all);
        if (open) {
            for (int next = frame(all, at); next > at; next = frame(all, at)) {
                at = next;
            }
        }
        held = Arrays.copyOfRange(all, at, all.length);
    }

    private int shakeHands(byte[] bytes) {
        String head = new String(bytes, ISO_8859_1);
        int end = head.indexOf(END);
        if (end < 0) {
            return 0;
        }
        int key = head.indexOf(KEY) + KEY.length();
        String accept = Base64.getEncoder().encodeToString(sha1(head.substring(key, head.indexOf("\r\n", key)) + GUID));
        answer.accept(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept + END)
                .getBytes(US_ASCII));
        open = true;
        return end + END.length();
    }

    /** Takes one frame off, and says where the next begins; where this one does if it is not whole. */
    private int frame(byte[] bytes, int from) {
        int head = 2;
        if (bytes.length - from < head) {
            return from;
        }
        int length = bytes[from + 1] & 0x7f;
        if (length == TWO) {
            head += 2;
            if (bytes.length - from < head) {
                return from;
            }
            length = (bytes[from + 2] & 0xff) << 8 | (bytes[from + 3] & 0xff);
        }
        int body = from + head + MASK_BYTES;
        if (bytes.length - body < length) {
            return from;
        }
        if (bytes[from] == TEXT) {
            everybody.accept(told(bytes, from + head, length));
        }
        return body + length;
    }

    private static byte[] told(byte[] bytes, int mask, int length) {
        ByteBuffer frame = ByteBuffer.allocate(4 + length).put(TEXT);
        if (length <= SMALL) {
            frame.put((byte) length);
        } else {
            frame.put((byte) TWO).putShort((short) length);
        }
        for (int i = 0; i < length; i++) {
            frame.put((byte) (bytes[mask + MASK_BYTES + i] ^ bytes[mask + i % MASK_BYTES]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
