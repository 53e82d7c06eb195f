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
 * Handles the input of one connection: answers the WebSocket handshake (RFC 6455, section 4.2), decodes frames, and
 * broadcasts each text frame. Supports only the frames that the load generator sends: masked, unfragmented, shorter
 * than 64 KiB. Confined to one thread.
 */
final class BroadcastHandler {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "\r\nSec-WebSocket-Key: ";
    private static final String END = "\r\n\r\n";
    private static final byte TEXT = (byte) 0x81;
    private static final int MAX_SHORT_LENGTH = 125;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int MASKING_KEY_LENGTH = 4;

    private final Consumer<byte[]> reply;
    private final Consumer<byte[]> broadcast;
    private byte[] remainder = {};
    private boolean open;

    /**
     * @param reply writes to this connection
     * @param broadcast writes to all open connections
     */
    BroadcastHandler(Consumer<byte[]> reply, Consumer<byte[]> broadcast) {
        this.reply = reply;
        this.broadcast = broadcast;
    }

    /** Returns whether the handshake is complete. */
    boolean isOpen() {
        return open;
    }

    /** Handles received bytes, and keeps those of an incomplete frame. */
    void onRead(ByteBuffer input) {
        byte[] bytes = Arrays.copyOf(remainder, remainder.length + input.remaining());
        input.get(bytes, remainder.length, input.remaining());
        int at = open ? 0 : handshake(bytes);
        if (open) {
            for (int next = frame(bytes, at); next > at; next = frame(bytes, at)) {
                at = next;
            }
        }
        remainder = Arrays.copyOfRange(bytes, at, bytes.length);
    }

    /** Answers the handshake, and returns the index after it; 0 if it is incomplete. */
    private int handshake(byte[] bytes) {
        String head = new String(bytes, ISO_8859_1);
        int end = head.indexOf(END);
        if (end < 0) {
            return 0;
        }
        int key = head.indexOf(KEY) + KEY.length();
        String accept = Base64.getEncoder().encodeToString(sha1(head.substring(key, head.indexOf("\r\n", key)) + GUID));
        reply.accept(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept + END)
                .getBytes(US_ASCII));
        open = true;
        return end + END.length();
    }

    /** Handles one frame, and returns the index after it; {@code from} if the frame is incomplete. */
    private int frame(byte[] bytes, int from) {
        int head = 2;
        if (bytes.length - from < head) {
            return from;
        }
        int length = bytes[from + 1] & 0x7f;
        if (length == LENGTH_IN_2_BYTES) {
            head += 2;
            if (bytes.length - from < head) {
                return from;
            }
            length = (bytes[from + 2] & 0xff) << 8 | (bytes[from + 3] & 0xff);
        }
        int body = from + head + MASKING_KEY_LENGTH;
        if (bytes.length - body < length) {
            return from;
        }
        if (bytes[from] == TEXT) {
            broadcast.accept(unmaskedFrame(bytes, from + head, length));
        }
        return body + length;
    }

    /** Encodes the text after the masking key at this index as a frame of the server, which is not masked. */
    private static byte[] unmaskedFrame(byte[] bytes, int maskingKey, int length) {
        ByteBuffer frame = ByteBuffer.allocate(4 + length).put(TEXT);
        if (length <= MAX_SHORT_LENGTH) {
            frame.put((byte) length);
        } else {
            frame.put((byte) LENGTH_IN_2_BYTES).putShort((short) length);
        }
        for (int i = 0; i < length; i++) {
            frame.put((byte) (bytes[maskingKey + MASKING_KEY_LENGTH + i] ^ bytes[maskingKey + i % MASKING_KEY_LENGTH]));
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
