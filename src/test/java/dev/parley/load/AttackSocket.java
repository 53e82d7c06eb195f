package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket with a small receive window that sends without waiting for the server, and reads only on request. Confined to
 * one thread.
 */
final class AttackSocket implements AutoCloseable {

    /** The address of all attackers; other users have 127.0.0.1. */
    private static final byte[] ADDRESS = {127, 0, 0, 2};

    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;

    private final SocketChannel channel = SocketChannel.open();
    private ByteBuffer unsent = ByteBuffer.allocate(0);

    private AttackSocket(int port) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        channel.bind(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Connects. */
    static AttackSocket connect(int port) throws IOException {
        AttackSocket socket = new AttackSocket(port);
        socket.channel.configureBlocking(false);
        return socket;
    }

    /** Connects and opens a WebSocket at this path. */
    static AttackSocket openWebSocket(int port, String path) throws IOException {
        AttackSocket socket = new AttackSocket(port);
        String upgrade = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.channel.write(ByteBuffer.wrap(upgrade.getBytes(UTF_8)));
        String answer = socket.readHead();
        if (!answer.startsWith("HTTP/1.1 101")) {
            socket.close();
            throw new IOException("The upgrade was answered with " + answer);
        }
        socket.channel.configureBlocking(false);
        return socket;
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && channel.read(one) > 0) {
            head.append((char) one.get(0));
            one.clear();
        }
        return head.toString();
    }

    /** Sends the bytes, or nothing if earlier bytes are not sent yet. Returns whether they are accepted. */
    boolean send(byte[] bytes) throws IOException {
        channel.write(unsent);
        if (unsent.hasRemaining()) {
            return false;
        }
        unsent = ByteBuffer.wrap(bytes);
        channel.write(unsent);
        return true;
    }

    /** Sends text. */
    boolean send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    /** Sends STOMP frames, each in a WebSocket frame. */
    boolean sendFrames(String... frames) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(1 << 16);
        for (String frame : frames) {
            all.put(webSocketFrame(TEXT, frame.getBytes(UTF_8)));
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return send(bytes);
    }

    /** Returns a WebSocket frame, masked with zeros (RFC 6455, section 5.3). */
    static byte[] webSocketFrame(int firstByte, byte[] payload) {
        boolean large = payload.length >= SHORT;
        ByteBuffer frame = ByteBuffer.allocate(payload.length + (large ? 8 : 6));
        frame.put((byte) firstByte);
        if (large) {
            frame.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | payload.length));
        }
        return frame.putInt(0).put(payload).array();
    }

    /** Discards the bytes that have arrived. */
    void drain() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 14);
        while (channel.read(bytes) > 0) {
            bytes.clear();
        }
    }

    /** Ends the output; the input stays open. */
    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Resets the connection. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
