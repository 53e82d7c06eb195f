package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the server closes the socket of a client that has closed its output, also of a stream or a WebSocket. */
class HalfClosedSocketTest extends WebSocketTestBase {

    private static final String UPGRADE = """
            GET /ws HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /ws/info HTTP/1.1\r\nHos",
                "GET /ws/info HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /ws/000/half/xhr_streaming HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "POST /ws/000/half/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n[",
                UPGRADE,
                UPGRADE + "\u0001"
            })
    void socketIsClosed(String input) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(input.getBytes(US_ASCII));
            socket.shutdownOutput();

            assertThat(readToEnd(socket)).isNotNegative();
        }
    }

    /** Returns the number of bytes before the end; a socket that stays open makes it fail after 20 seconds. */
    private static int readToEnd(Socket socket) throws IOException {
        int count = 0;
        try {
            while (socket.getInputStream().read() >= 0) {
                count++;
            }
        } catch (SocketException ignored) {
            // The server has reset the connection.
        }
        return count;
    }
}
