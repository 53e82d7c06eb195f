package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The client's end of WebSocket (RFC 6455) without extensions: shakes hands, answers pings, takes frames apart. Masks
 * with zero, which servers unmask like any other mask.
 */
abstract class WebSocketSpeech implements Speech {

    private static final int CONNECTED = 0;
    private static final int OPEN = 1;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int OPCODE = 0xF;
    private static final int SMALL = 125;
    private static final int TWO = 126;
    private static final int MASK_BYTES = 4;

    private final byte[] handshake;

    WebSocketSpeech(int port, String path, String protocol) {
        handshake = ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + "\r\n")
                .getBytes(US_ASCII);
    }

    @Override
    public final void connected(Client client) {
        client.stage(CONNECTED);
        client.write(handshake);
    }

    /** The WebSocket is open. */
    abstract void opened(Client client);

    /** A text message lies between these places. */
    abstract void text(Client client, byte[] bytes, int from, int to, long now);

    @Override
    public final int read(Client client, byte[] bytes, int from, int to, long now) {
        int at = from;
        if (client.stage() == CONNECTED) {
            at = answered(client, bytes, from, to);
            if (at == from) {
                return from;
            }
        }
        while (to - at >= 2) {
            int length = bytes[at + 1] & ~MASKED;
            int body = at + 2;
            if (length >= TWO) {
                int octets = length == TWO ? 2 : 8;
                if (to - body < octets) {
                    return at;
                }
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = (length << 8) | (bytes[body + i] & 0xff);
                }
                body += octets;
            }
            if (to - body < length) {
                return at;
            }
            frame(client, bytes[at] & OPCODE, bytes, body, body + length, now);
            at = body + length;
        }
        return at;
    }

    private int answered(Client client, byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                String status = new String(bytes, from, Math.min(i - from, 40), US_ASCII);
                if (!status.startsWith("HTTP/1.1 101")) {
                    client.over("the server answered the handshake with "
                            + status.lines().findFirst().orElse(""));
                } else {
                    client.stage(OPEN);
                    opened(client);
                }
                return i + 4;
            }
        }
        return from;
    }

    private void frame(Client client, int opcode, byte[] bytes, int from, int to, long now) {
        switch (opcode) {
            case TEXT -> text(client, bytes, from, to, now);
            case PING -> client.write(frame(PONG, Arrays.copyOfRange(bytes, from, to)));
            case CLOSE ->
                client.over("the server said goodbye"
                        + (to - from < 2
                                ? ""
                                : " with " + (((bytes[from] & 0xff) << 8) | (bytes[from + 1] & 0xff)) + " "
                                        + new String(bytes, from + 2, to - from - 2, US_ASCII)));
            default -> {
                // Pongs, and continuations of long texts, none of which are messages.
            }
        }
    }

    /** A text frame as a client sends it. */
    static byte[] textFrame(String text) {
        return frame(TEXT, text.getBytes(US_ASCII));
    }

    private static byte[] frame(int opcode, byte[] payload) {
        boolean small = payload.length <= SMALL;
        int head = (small ? 2 : 4) + MASK_BYTES;
        if (payload.length >= 1 << 16) {
            throw new IllegalArgumentException("Clients say less than 64 KiB at once.");
        }
        byte[] frame = new byte[head + payload.length];
        frame[0] = (byte) (FINAL | opcode);
        frame[1] = (byte) (MASKED | (small ? payload.length : TWO));
        if (!small) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, head, payload.length);
        return frame;
    }
}
