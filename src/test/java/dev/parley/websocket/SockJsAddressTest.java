package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that a client at another address cannot use a session of SockJS whose id it knows. */
@EnabledOnOs(OS.LINUX) // has all addresses of 127.0.0.0/8
class SockJsAddressTest extends WebSocketTestBase {

    private static final InetAddress OWNER = loopback(1);
    private static final InetAddress OTHER = loopback(2);
    private static final String CONNECT = "[\"CONNECT\\naccept-version:1.2\\nlogin:ada\\n\\n\\u0000\"]";

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private String post(InetAddress from, String path, String body) throws IOException {
        try (Socket socket = new Socket(OWNER, server.port(), from, 0)) {
            socket.setSoTimeout(10_000);
            String head =
                    "POST /ws/000/" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr_send", "xhr", "xhr_streaming"})
    void requestFromAnotherAddressFindsNoSession(String transport) throws Exception {
        String session = "known-" + transport;
        assertThat(post(OWNER, session + "/xhr", "")).startsWith("HTTP/1.1 200").contains("o\n");

        assertThat(post(OTHER, session + "/" + transport, CONNECT)).startsWith("HTTP/1.1 404");

        assertThat(server.chatServer.users()).isEmpty();
        assertThat(post(OWNER, session + "/xhr_send", CONNECT)).startsWith("HTTP/1.1 204");
        assertThat(post(OWNER, session + "/xhr", "")).contains("CONNECTED");
    }

    @Test
    void clientWhoseAddressChangesOpensANewSession() throws Exception {
        post(OWNER, "before/xhr", "");

        assertThat(post(OTHER, "before/xhr", "")).startsWith("HTTP/1.1 404");
        assertThat(post(OTHER, "after/xhr", "")).startsWith("HTTP/1.1 200");
        assertThat(post(OTHER, "after/xhr_send", CONNECT)).startsWith("HTTP/1.1 204");
        assertThat(post(OTHER, "after/xhr", "")).contains("CONNECTED");
    }
}
