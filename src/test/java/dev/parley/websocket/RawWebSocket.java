package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Sends WebSocket frames by hand, over a socket with a small receive window, and reads only when the test reads. */
final class RawWebSocket implements AutoCloseable {

    private final Socket socket = new Socket();

    private RawWebSocket() {}

    static RawWebSocket connect(int port) throws IOException {
        return connect(port, "/ws");
    }

    static RawWebSocket connect(int port, String path) throws IOException {
        RawWebSocket webSocket = new RawWebSocket();
        webSocket.socket.setReceiveBufferSize(4_096);
        webSocket.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String upgrade = """
                GET PATH HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """;
        webSocket.sendBytes(upgrade.replace("PATH", path).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(webSocket.readHead()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("extensions");
        return webSocket;
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }

    /** Logs in and joins the lobby, without reading the answers. */
    RawWebSocket joinLobby(String name) throws IOException {
        sendFrame(0x81, ("CONNECT\naccept-version:1.2\nlogin:" + name + "\n\n\0").getBytes(StandardCharsets.UTF_8));
        String subscribe = "SUBSCRIBE\nid:room-lobby\ndestination:/topic/rooms/lobby\n\n\0";
        sendFrame(0x81, subscribe.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Sends one frame, masked with zeros (RFC 6455, section 5.3). */
    void sendFrame(int firstByte, byte[] payload) throws IOException {
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) firstByte;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        sendBytes(frame);
    }

    /** Sends bytes as they are. */
    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads up to the end, and returns one character per byte, followed by {@code reset} if the connection was reset. */
    String readAll() throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                all.append((char) next);
            }
        } catch (SocketException ignored) {
            all.append("reset");
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
