package dev.parley.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.ParleyApplication;
import dev.parley.chat.session.ChatServer;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.integration.Netcat;
import dev.parley.integration.StompLibraryClient;
import dev.parley.integration.TestCertificate;
import dev.parley.tcp.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Checks the whole server over TLS, with 127.0.0.1 as a trusted proxy and ::1 as a client that only claims to be one.
 */
class TlsAndTrustedProxyTest {

    @TempDir
    private static Path folder;

    private static SSLContext tls;
    private static ConfigurableApplicationContext server;
    private static int port;

    @BeforeAll
    static void start() {
        TestCertificate tabIdentity = TestCertificate.forLocalhost(folder);
        tls = tabIdentity.sslContext();
        List<String> options = new ArrayList<>(tabIdentity.serverOptions("chat"));
        options.add("--server.port=0");
        options.add("--server.tomcat.connection-timeout=2s");
        options.add("--parley.tcp.ports=");
        options.add("--parley.tcp.tls-port=0");
        options.add("--parley.history.file=" + folder.resolve("parley.db"));
        options.add("--parley.web.trusted-proxies=127.0.0.1");
        options.add("--parley.limits.messages-per-second=0");
        ConsoleTerminal noTerminal = ConsoleTerminal.none();
        server = ServerLauncher.application(ParleyApplication.class, noTerminal, ConsolePrinter.onto(noTerminal))
                .run(options.toArray(String[]::new));
        port = Integer.parseInt(server.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void disconnectAll() {
        ChatServer chatServer = server.getBean(ChatServer.class);
        chatServer.disconnectAll();
        await().until(() -> chatServer.userCount() == 0);
    }

    private static SSLSocket connectTls(InetAddress host, int to, int receiveBuffer) throws IOException {
        Socket plain = connect(host, to, receiveBuffer);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", to, true);
        socket.startHandshake();
        return socket;
    }

    private static Socket connect(InetAddress host, int to, int receiveBuffer) throws IOException {
        Socket plain = new Socket();
        if (receiveBuffer > 0) {
            plain.setReceiveBufferSize(receiveBuffer);
        }
        plain.connect(new InetSocketAddress(host, to));
        plain.setSoTimeout(30_000);
        return plain;
    }

    private static InetAddress proxy() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static @Nullable InetAddress otherAddress() throws IOException {
        InetAddress six = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        try {
            connect(six, port, 0).close();
            return six;
        } catch (IOException ignored) {
            return null;
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    /** Returns the head of the response to a request with these header lines. */
    private static String responseHead(InetAddress from, String path, String... lines) throws IOException {
        try (SSLSocket socket = connectTls(from, port, 0)) {
            String request =
                    "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return readHead(socket);
        }
    }

    private static String readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next >= 0 && head.indexOf("\r\n\r\n") < 0) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n") < 0) {
                next = socket.getInputStream().read();
            }
        }
        return head.toString();
    }

    @Test
    void bannerListsTheTlsAddresses() {
        List<String> lines = server.getBean(StartupBanner.class).lines();

        assertThat(lines).contains("Page: https://localhost:" + port);
        assertThat(lines).anyMatch(line -> line.startsWith("TCP: openssl s_client -quiet -connect localhost:"));
    }

    @Test
    void webClientAndTerminalExchangeMessagesOverTls() throws IOException {
        Integer terminals = server.getBean(TcpServer.class).tlsPort();
        assertThat(terminals).isNotNull();
        try (Netcat bob = Netcat.over(connectTls(proxy(), terminals, 0)).logIn("bob");
                StompLibraryClient ada = StompLibraryClient.connectOverTls(client(), port, "/ws/websocket")
                        .logIn("ada")
                        .join("lobby")) {
            ada.publish("lobby", "hello", "r1").receiveReceipt("r1");
            bob.receive("<ada> hello");
            bob.sendLine("hi");
            ada.receiveMessage("hi");
        }
    }

    @Test
    void clientThatPausesReceivesEverythingInOrderOverWss() throws Exception {
        String text = "ü".repeat(480);
        try (SSLSocket late = connectTls(proxy(), port, 8_192);
                StompLibraryClient ada = StompLibraryClient.connectOverTls(client(), port, "/ws")
                        .logIn("ada")
                        .join("lobby")) {
            upgrade(late, "X-Reader: late");
            sendFrame(late, "CONNECT\naccept-version:1.2\nlogin:late\n\n\0");
            sendFrame(late, "SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\nreplay:0\n\n\0");
            ChatServer chatServer = server.getBean(ChatServer.class);
            await().until(() -> chatServer.users().stream()
                    .anyMatch(user -> user.nickname().text().equals("late")));
            // The messages exceed the socket buffers by far.
            int count = 4_000;
            for (int i = 0; i < count; i++) {
                ada.publish("lobby", i + " " + text, "m" + i);
                if (i % 100 == 99) {
                    ada.receiveReceipt("m" + i);
                    ada.drain();
                }
            }
            StringBuilder received = new StringBuilder();
            int next = 0;
            while (next < count) {
                received.append(readFrame(late));
                for (int at = received.indexOf("\"" + next + " ");
                        at >= 0 && next < count;
                        at = received.indexOf("\"" + next + " ")) {
                    int end = received.indexOf("\0", at);
                    if (end < 0) {
                        break;
                    }
                    assertThat(received.substring(at, end)).contains("\"" + next + " " + text + "\"");
                    received.delete(0, end);
                    next++;
                }
            }
        }
    }

    private static void sendFrame(Socket socket, String stomp) throws IOException {
        byte[] payload = stomp.getBytes(UTF_8);
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        socket.getOutputStream().write(frame);
    }

    /** Reads a WebSocket frame. A malformed one shows that encryption and framing do not match. */
    private static String readFrame(Socket socket) throws IOException {
        byte[] head = socket.getInputStream().readNBytes(2);
        assertThat(head).as("a frame").hasSize(2);
        int kind = head[0] & 0xff;
        assertThat(kind).as("text or ping").isIn(0x81, 0x89);
        int length = head[1];
        assertThat(length).as("not masked").isNotNegative();
        if (length == 126) {
            byte[] two = socket.getInputStream().readNBytes(2);
            length = ((two[0] & 0xff) << 8) | (two[1] & 0xff);
        }
        byte[] payload = socket.getInputStream().readNBytes(length);
        return kind == 0x81 ? new String(payload, StandardCharsets.UTF_8) : "";
    }

    @Test
    void streamOverHttpsDeliversMessagesInOrder() throws Exception {
        HttpClient client = client();
        String session = "https://localhost:" + port + "/ws/000/stream/";
        try (StompLibraryClient ada = StompLibraryClient.connectOverTls(client, port, "/ws")
                        .logIn("ada")
                        .join("lobby");
                var stream = client.send(
                                HttpRequest.newBuilder(URI.create(session + "xhr_streaming"))
                                        .POST(BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofLines())
                        .body()) {
            for (String frame : List.of(
                    "CONNECT\\naccept-version:1.2\\nlogin:bob\\n\\n\\u0000",
                    "SUBSCRIBE\\nid:s\\ndestination:/topic/rooms/lobby\\nreplay:0\\n\\n\\u0000")) {
                assertThat(client.send(
                                        HttpRequest.newBuilder(URI.create(session + "xhr_send"))
                                                .POST(BodyPublishers.ofString("[\"" + frame + "\"]"))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(204);
            }
            ChatServer chatServer = server.getBean(ChatServer.class);
            await().until(() -> chatServer.users().stream()
                    .anyMatch(user -> user.nickname().text().equals("bob")));
            for (int i = 0; i < 50; i++) {
                ada.publish("lobby", "piece " + i + ".", "p" + i);
            }
            ada.receiveReceipt("p49");
            StringBuilder received = new StringBuilder();
            var lines = stream.iterator();
            while (received.indexOf("piece 49.") < 0 && lines.hasNext()) {
                received.append(lines.next());
            }
            int index = 0;
            for (int i = 0; i < 50; i++) {
                index = received.indexOf("piece " + i + ".", index);
                assertThat(index).as("piece %s", i).isPositive();
            }
        }
    }

    @Test
    void forwardedHeadersOfATrustedProxyAreUsed() throws IOException {
        String[] headers = {
            "Host: inner:1",
            "X-Forwarded-For: 203.0.113.5, 198.51.100.7",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: chat.example"
        };

        assertThat(responseHead(proxy(), "/ws/info", with(headers, "Origin: https://chat.example")))
                .startsWith("HTTP/1.1 200");
        assertThat(responseHead(proxy(), "/ws/info", with(headers, "Origin: http://chat.example")))
                .startsWith("HTTP/1.1 403");
        assertThat(responseHead(proxy(), "/ws/info", with(headers, "Origin: https://inner:1")))
                .startsWith("HTTP/1.1 403");
        assertThat(responseHead(proxy(), "/", headers)).contains("Strict-Transport-Security: max-age=");
        headers[2] = "X-Forwarded-Proto: http";
        assertThat(responseHead(proxy(), "/ws/info", with(headers, "Origin: http://chat.example")))
                .startsWith("HTTP/1.1 200");
        assertThat(responseHead(proxy(), "/", headers)).doesNotContain("Strict-Transport-Security");
    }

    @Test
    void forwardedAddressOfATrustedProxyAppliesToUsersAndBans() throws Exception {
        ChatServer chatServer = server.getBean(ChatServer.class);
        try (SSLSocket ada = connectWebSocket(proxy(), "X-Forwarded-For: 203.0.113.5, 198.51.100.7")) {
            sendFrame(ada, "CONNECT\naccept-version:1.2\nlogin:ada\n\n\0");
            await().until(() -> chatServer.userCount() == 1);

            assertThat(chatServer.users().iterator().next().clientInfo().address())
                    .isEqualTo("198.51.100.7");
        }
        chatServer.sanctionEnforcer().ban("198.51.100.9", null);
        try (SSLSocket banned = connectWebSocket(proxy(), "X-Forwarded-For: 198.51.100.9")) {
            assertThat(readFrame(banned)).contains("banned");
        }
    }

    @Test
    void forwardedHeadersOfOtherClientsAreIgnored() throws Exception {
        InetAddress other = otherAddress();
        org.junit.jupiter.api.Assumptions.assumeTrue(other != null, "no IPv6 on this machine");
        String[] headers = {
            "Host: localhost:" + port,
            "X-Forwarded-For: 203.0.113.5",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil.example",
            "Forwarded: for=203.0.113.5;host=evil.example;proto=https"
        };
        ChatServer chatServer = server.getBean(ChatServer.class);

        assertThat(responseHead(other, "/ws/info", with(headers, "Origin: https://evil.example")))
                .startsWith("HTTP/1.1 403");
        assertThat(responseHead(other, "/ws/info", with(headers, "Origin: https://localhost:" + port)))
                .startsWith("HTTP/1.1 200");
        chatServer.sanctionEnforcer().ban("203.0.113.5", null);
        try (SSLSocket eve = connectWebSocket(other, "X-Forwarded-For: 203.0.113.5")) {
            sendFrame(eve, "CONNECT\naccept-version:1.2\nlogin:eve\n\n\0");
            await().until(() -> chatServer.userCount() == 1);

            assertThat(chatServer.users().iterator().next().clientInfo().address())
                    .isEqualTo("::1");
        }
    }

    private static String[] with(String[] lines, String more) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add(more);
        return all.toArray(String[]::new);
    }

    private static SSLSocket connectWebSocket(InetAddress from, String line) throws IOException {
        SSLSocket socket = connectTls(from, port, 0);
        upgrade(socket, line);
        return socket;
    }

    private static void upgrade(SSLSocket socket, String line) throws IOException {
        String request = String.join(
                "\r\n",
                "GET /ws HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                line,
                "",
                "");
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        assertThat(readHead(socket)).startsWith("HTTP/1.1 101");
    }

    @Test
    void incompleteRequestsAndHandshakesAreDisconnected() throws IOException {
        for (byte[] beginning : List.of(new byte[0], new byte[] {0x16, 3, 1})) {
            try (Socket socket = connect(proxy(), port, 0)) {
                socket.getOutputStream().write(beginning);
                assertThat(isClosed(socket))
                        .as("%d bytes of a handshake", beginning.length)
                        .isTrue();
            }
        }
        for (String half : List.of("", "G", "GET / HTTP/1.1\r\nHost: local")) {
            try (SSLSocket socket = connectTls(proxy(), port, 0)) {
                socket.getOutputStream().write(half.getBytes(US_ASCII));
                assertThat(isClosed(socket)).as("“%s”", half).isTrue();
            }
        }
    }

    /** Reads up to the end, and returns false if no byte arrives for 30 s. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // The content does not matter.
            }
            return true;
        } catch (java.net.SocketTimeoutException ignored) {
            return false;
        } catch (java.net.SocketException | javax.net.ssl.SSLException ignored) {
            return true;
        }
    }
}
