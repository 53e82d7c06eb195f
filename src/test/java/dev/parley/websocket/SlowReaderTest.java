package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journey.StompTalker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Readers that never read: they hold up nobody, and are cut. */
class SlowReaderTest {

    private static final int MANY = 5;

    @Test
    void whoTakesNothingIsCutWhileOthersHearEverything() throws IOException {
        List<Socket> deaf = new ArrayList<>();
        try (WebServer server = WebServer.with(settings -> stalledAfter(settings, Duration.ofSeconds(2)));
                StompTalker ada = StompTalker.at(server.port()).enters("ada").joins("lobby");
                StompTalker bob = StompTalker.at(server.port()).enters("bob").joins("lobby")) {
            for (int i = 0; i < MANY; i++) {
                deaf.add(deafReader(server.port(), "deaf" + i));
            }
            Awaitility.await().until(() -> server.house.count() == MANY + 2);
            String much = "🙂".repeat(500);
            long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            int posted = 0;
            while (server.open() > 2 && System.nanoTime() < deadline) {
                ada.posts("lobby", posted + much.substring(20), "m" + posted).hearsReceipt("m" + posted);
                bob.hearsSaid(posted + much.substring(20));
                posted++;
            }

            assertThat(server.open()).isEqualTo(2);
            assertThat(server.house.count()).isEqualTo(MANY + 2);
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    /** Joins the lobby over a bare socket with a small window, and never reads. */
    private static Socket deafReader(int port, String name) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        send(
                socket,
                ("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        readHead(socket);
        send(socket, frame("CONNECT\naccept-version:1.2\nlogin:" + name + "\n\n\0"));
        send(socket, frame("SUBSCRIBE\nid:room-lobby\ndestination:/topic/rooms/lobby\n\n\0"));
        return socket;
    }

    private static void readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** A text message of a client: masked, with a mask that changes nothing (RFC 6455, section 5.3). */
    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    private static WebSocketSettings stalledAfter(WebSocketSettings settings, Duration stalledAfter) {
        return new WebSocketSettings(
                settings.allowedOrigins(),
                settings.password(),
                settings.connectWithin(),
                stalledAfter,
                settings.pingAfter(),
                settings.silentAfter(),
                settings.silentSockJsAfter());
    }
}
