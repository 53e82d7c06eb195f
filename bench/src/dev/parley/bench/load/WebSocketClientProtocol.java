package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Implements the client side of WebSocket (RFC 6455) without extensions: handshake, frames, answers to pings. The
 * masking key is 0, so that masking costs the client nothing; servers unmask as usual.
 */
abstract class WebSocketClientProtocol implements ClientProtocol {

    private static final int HANDSHAKE_SENT = 0;
    private static final int OPEN = 1;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int OPCODE = 0xF;
    private static final int MAX_SHORT_LENGTH = 125;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int MASKING_KEY_LENGTH = 4;

    private final byte[] handshake;

    /**
     * @param path the path of the endpoint
     * @param subprotocol the requested subprotocol, or an empty string
     */
    WebSocketClientProtocol(int port, String path, String subprotocol) {
        handshake = ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + (subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n")
                .getBytes(US_ASCII);
    }

    @Override
    public final void onConnect(Client client) {
        client.setProtocolState(HANDSHAKE_SENT);
        client.write(handshake);
    }

    /** Called when the handshake is complete. */
    abstract void onOpen(Client client);

    /** Called with each text frame, from {@code from}, inclusive, to {@code to}, exclusive. */
    abstract void onText(Client client, byte[] bytes, int from, int to, long now);

    @Override
    public final int onRead(Client client, byte[] bytes, int from, int to, long now) {
        int at = from;
        if (client.protocolState() == HANDSHAKE_SENT) {
            at = readHandshakeResponse(client, bytes, from, to);
            if (at == from) {
                return from;
            }
        }
        while (to - at >= 2) {
            int length = bytes[at + 1] & ~MASKED;
            int body = at + 2;
            if (length >= LENGTH_IN_2_BYTES) {
                int lengthBytes = length == LENGTH_IN_2_BYTES ? 2 : 8;
                if (to - body < lengthBytes) {
                    return at;
                }
                length = 0;
                for (int i = 0; i < lengthBytes; i++) {
                    length = (length << 8) | (bytes[body + i] & 0xff);
                }
                body += lengthBytes;
            }
            if (to - body < length) {
                return at;
            }
            onFrame(client, bytes[at] & OPCODE, bytes, body, body + length, now);
            at = body + length;
        }
        return at;
    }

    private int readHandshakeResponse(Client client, byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                String status = new String(bytes, from, Math.min(i - from, 40), US_ASCII);
                if (!status.startsWith("HTTP/1.1 101")) {
                    client.close("the server answered the handshake with "
                            + status.lines().findFirst().orElse(""));
                } else {
                    client.setProtocolState(OPEN);
                    onOpen(client);
                }
                return i + 4;
            }
        }
        return from;
    }

    private void onFrame(Client client, int opcode, byte[] bytes, int from, int to, long now) {
        switch (opcode) {
            case TEXT -> onText(client, bytes, from, to, now);
            case PING -> client.write(frame(PONG, Arrays.copyOfRange(bytes, from, to)));
            case CLOSE ->
                client.close("the server closed the WebSocket"
                        + (to - from < 2
                                ? ""
                                : " with " + (((bytes[from] & 0xff) << 8) | (bytes[from + 1] & 0xff)) + " "
                                        + new String(bytes, from + 2, to - from - 2, US_ASCII)));
            default -> {
                // Pongs, and continuation frames of long texts; measured messages are never fragmented.
            }
        }
    }

    /** Encodes a masked text frame. */
    static byte[] textFrame(String text) {
        return frame(TEXT, text.getBytes(US_ASCII));
    }

    private static byte[] frame(int opcode, byte[] payload) {
        boolean shortLength = payload.length <= MAX_SHORT_LENGTH;
        int head = (shortLength ? 2 : 4) + MASKING_KEY_LENGTH;
        if (payload.length >= 1 << 16) {
            throw new IllegalArgumentException(
                    "The payload has " + payload.length + " bytes; a client can send less than 64 KiB.");
        }
        byte[] frame = new byte[head + payload.length];
        frame[0] = (byte) (FIN | opcode);
        frame[1] = (byte) (MASKED | (shortLength ? payload.length : LENGTH_IN_2_BYTES));
        if (!shortLength) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, head, payload.length);
        return frame;
    }
}
