package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Implements a WebSocket client on a plain socket channel that logs in, resumes after a lost connection, and checks
 * that the message numbers are consecutive. Confined to the thread of {@link ReconnectingClients}.
 */
final class ReconnectingClient {

    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    private final String name;
    private final ReconnectingClients group;
    private @Nullable SocketChannel channel;
    private byte[] remainder = {};
    private boolean open;
    private String token = "";
    private String epoch = "";
    private long seq = -1;
    private boolean isJoined;
    private long target = Long.MAX_VALUE;

    ReconnectingClient(String name, ReconnectingClients group) {
        this.name = name;
        this.group = group;
    }

    /** Starts to connect; done when it has the welcome event and the message of this number. */
    void connect(int port, Selector selector, long until) throws IOException {
        target = until;
        open = false;
        isJoined = false;
        remainder = new byte[0];
        SocketChannel made = SocketChannel.open();
        channel = made;
        made.configureBlocking(false);
        made.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (made.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            made.register(selector, SelectionKey.OP_READ, this);
            onConnect();
        } else {
            made.register(selector, SelectionKey.OP_CONNECT, this);
        }
    }

    /** Closes the connection. */
    void closeConnection() throws IOException {
        SocketChannel lost = channel;
        if (lost != null) {
            lost.close();
        }
    }

    /** Returns whether it has received all messages up to the target. */
    boolean isCaughtUp() {
        return isJoined && seq >= target;
    }

    /** Returns the number of the last received message. */
    long seq() {
        return seq;
    }

    void onConnect() throws IOException {
        String request = """
                GET /ws/websocket HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: v12.stomp

                """;
        write(request.replace("\n", "\r\n").getBytes(UTF_8));
    }

    /** Processes received bytes. */
    void onBytes(byte[] bytes, int length) throws IOException {
        byte[] all = bytes;
        int to = length;
        if (remainder.length > 0) {
            all = Arrays.copyOf(remainder, remainder.length + length);
            System.arraycopy(bytes, 0, all, remainder.length, length);
            to = all.length;
        }
        int taken = open ? readFrames(all, 0, to) : readHandshake(all, to);
        remainder = Arrays.copyOfRange(all, taken, to);
    }

    private int readHandshake(byte[] bytes, int to) throws IOException {
        int end = find(bytes, 0, to, "\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        if (find(bytes, 0, end, " 101 ") < 0) {
            group.addError(name + " was answered: " + new String(bytes, 0, end, UTF_8));
        }
        open = true;
        sendFrame(
                TEXT,
                "CONNECT\naccept-version:1.2\nheart-beat:0,0\nlogin:" + name
                        + (token.isEmpty() ? "" : "\nresume:" + token) + "\n\n\0");
        return readFrames(bytes, end + 4, to);
    }

    private int readFrames(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (to - at >= 2) {
            int length = bytes[at + 1] & 0x7F;
            int body = at + 2;
            int octets = length == 127 ? 8 : length == 126 ? 2 : 0;
            if (to - body < octets) {
                return at;
            }
            if (octets > 0) {
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = (length << 8) | (bytes[body + i] & 0xFF);
                }
                body += octets;
            }
            if (to - body < length) {
                return at;
            }
            onFrame(bytes[at] & 0xF, bytes, body, body + length);
            at = body + length;
        }
        return at;
    }

    private void onFrame(int opcode, byte[] bytes, int from, int to) throws IOException {
        if (opcode == PING) {
            sendFrame(PONG, new String(bytes, from, to - from, UTF_8));
        } else if (opcode == CLOSE) {
            group.addError(name + " received a close frame: " + new String(bytes, from, to - from, UTF_8));
        } else if (bytes[from] == 'C') {
            token = header(bytes, from, to, "\nresume:");
            sendFrame(
                    TEXT,
                    "SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\n"
                            + (seq < 0 ? "replay:0" : "after:" + epoch + "\\c" + seq) + "\n\n\0");
        } else if (bytes[from] == 'M') {
            onMessages(bytes, from, to);
        } else if (bytes[from] == 'E') {
            group.addError(name + " received an error: " + new String(bytes, from, to - from, UTF_8));
        }
    }

    private void onMessages(byte[] bytes, int from, int to) {
        if (!isJoined && find(bytes, from, to, "\"type\":\"welcome\"") >= 0) {
            isJoined = true;
            if (seq < 0) {
                String position = header(bytes, from, to, "\"position\":\"").split("\"", 2)[0];
                epoch = position.split(":", 2)[0];
                seq = Long.parseLong(position.split(":", 2)[1]);
            } else if (find(bytes, from, to, "\"recovered\":true") < 0) {
                group.addError(name + " was not recovered");
            }
        }
        int at = find(bytes, from, to, "\nmessage-id:");
        while (at >= 0) {
            int id = at + 1;
            String[] parts = header(bytes, id, to, "message-id:").split("\\\\c", 2);
            // Only messages have a number, other events do not.
            if (parts.length == 2) {
                onMessageNumber(Long.parseLong(parts[1]));
            }
            at = find(bytes, id, to, "\nmessage-id:");
        }
        if (isCaughtUp()) {
            group.onCaughtUp(this);
        }
    }

    private void onMessageNumber(long number) {
        if (number != seq + 1) {
            group.addError(name + " received " + number + " after " + seq);
        }
        seq = number;
    }

    private static String header(byte[] bytes, int from, int to, String key) {
        int at = find(bytes, from, to, key) + key.length();
        int end = at;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return new String(bytes, at, end - at, UTF_8);
    }

    private static int find(byte[] bytes, int from, int to, String what) {
        byte first = (byte) what.charAt(0);
        for (int i = from; i <= to - what.length(); i++) {
            if (bytes[i] == first) {
                int same = 1;
                while (same < what.length() && bytes[i + same] == (byte) what.charAt(same)) {
                    same++;
                }
                if (same == what.length()) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Sends a frame with a zero mask. */
    private void sendFrame(int opcode, String text) throws IOException {
        byte[] payload = text.getBytes(UTF_8);
        boolean small = payload.length < 126;
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) (0x80 | opcode)).put((byte) (0x80 | (small ? payload.length : 126)));
        if (!small) {
            frame.putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        write(Arrays.copyOf(frame.array(), frame.position()));
    }

    /** Writes bytes; they are few enough for the socket buffer. */
    private void write(byte[] bytes) throws IOException {
        SocketChannel to = channel;
        if (to == null || to.write(ByteBuffer.wrap(bytes)) != bytes.length) {
            throw new IOException("it takes nothing");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
