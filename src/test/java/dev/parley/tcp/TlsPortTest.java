package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import dev.parley.integration.Netcat;
import dev.parley.integration.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Tests all dialects on the TLS port. */
class TlsPortTest {

    private static final String JOINED = "You are in lobby";

    private static final ServerLimits WITHOUT_RATE_LIMIT = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofMillis(10), 100, Duration.ofMillis(5), 10);

    @TempDir
    private static Path folder;

    private static SSLContext context;
    private static OpenPort shared;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        context = TestCertificate.forLocalhost(folder).sslContext();
        shared = port(TcpSettings.on(List.of(0), ""), new ConnectionLimiter(0, 0));
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger("dev.parley")).addAppender(log);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> shared.chatServer().userCount() == 0);
        ((Logger) LoggerFactory.getLogger("dev.parley")).detachAppender(log);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    private static OpenPort port(TcpSettings settings, ConnectionLimiter connectionLimiter) {
        return new OpenPort(
                settings,
                new TlsPortSettings(0, TlsPortTest::engine, ConnectionRateLimiter.unlimited()),
                WITHOUT_RATE_LIMIT,
                connectionLimiter);
    }

    private static SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private <T extends AutoCloseable> T with(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private static int number(OpenPort port) {
        Integer number = port.port().tlsPort();
        assertThat(number).isNotNull();
        return number;
    }

    private static Socket connectPlain(OpenPort port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), number(port)));
        socket.setSoTimeout(30_000);
        return socket;
    }

    private SSLSocket connectTls(OpenPort port, String... protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connectPlain(port), "localhost", 0, true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return with(socket);
    }

    private Netcat join(OpenPort port, String name) throws IOException {
        return with(Netcat.over(connectTls(port)).logIn(name));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void tlsAndPlaintextClientsShareRooms(String protocol) throws IOException {
        Netcat ada = with(Netcat.over(connectTls(shared, protocol)).logIn("ada"));
        Netcat bob = with(Netcat.join(shared.number(), "bob"));
        ada.receive("--> bob joined lobby");
        ada.sendLine("hello");
        bob.receive("<ada> hello");
        bob.sendLine("hi ada");
        ada.receive("<bob> hi ada");
        ada.assertNothingReceived();
        ada.sendLine("/quit");

        assertThat(ada.isClosedCleanly()).isTrue();
        bob.receive("<-- ada left");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3         bob|left|3         bob",
                "bob> hi\\0|left|bob",
                "bobSEND_HANDLE|left|bob",
                "CONNECT\\naccept-version:1.2\\nlogin:bob\\n\\n\\0|CONNECTED|",
                "NICK bob\\r\\nUSER bob 0 * :Bob\\r\\n|does not speak IRC|",
                "GET / HTTP/1.1\\r\\nHost: chat.example\\r\\n\\r\\n|http://chat.example:8080|",
            })
    void everyDialectWorksOverTls(String escaped, String expected, String unused) throws IOException {
        String opening = escaped.replace("\\n", "\n").replace("\\r", "\r").replace("\\0", "\0");
        Netcat ada = with(Netcat.join(shared.number(), "ada"));
        SSLSocket bob = connectTls(shared);
        bob.getOutputStream().write(opening.getBytes(UTF_8));
        if (expected.equals("left")) {
            // Other users observe the login of the simple clients.
            ada.receiveMatching("--> bob joined lobby.*");
            bob.close();
            ada.receiveMatching("<-- bob left.*");
        } else {
            byte[] answer = new byte[4096];
            int length = bob.getInputStream().read(answer);
            assertThat(new String(answer, 0, length, UTF_8)).contains(expected);
        }
    }

    @Test
    void silentClientIsGreeted() throws IOException {
        SSLSocket ada = connectTls(shared);
        byte[] greeting = new byte[256];

        assertThat(new String(greeting, 0, ada.getInputStream().read(greeting), UTF_8))
                .contains("Your name?");
    }

    @Test
    void inputBeforeTheEndOfAPipeIsProcessed() throws IOException {
        Netcat pipe = with(Netcat.over(connectTls(shared, "TLSv1.3")));

        pipe.send("ada\nhello\n/who\n");
        pipe.closeOutput();

        assertThat(pipe.isClosedCleanly()).isTrue();
        assertThat(pipe.transcript()).contains("      ada (terminal)");
    }

    @Test
    void lateReaderReceivesEverythingInOrder() throws Exception {
        SSLSocket late = connectTls(shared);
        late.getOutputStream().write("late\n".getBytes(UTF_8));
        Netcat ada = with(Netcat.join(shared.number(), "ada"));
        await().until(() -> shared.chatServer().userCount() == 2);
        String padding = "ü".repeat(400);
        for (int i = 0; i < 20; i++) {
            ada.send("message " + i + " " + padding + "\n");
        }
        awaitProcessed(ada);
        Netcat reader = with(Netcat.over(late));

        for (int i = 0; i < 20; i++) {
            reader.receive("<ada> message " + i + " " + padding);
        }
    }

    /** Waits until the server has processed the client's input. */
    private static void awaitProcessed(Netcat client) {
        client.sendLine("/nick");
        client.receiveMatching("\\*\\*\\* You are .*");
    }

    @Test
    void plaintextClientReceivesAHint() throws IOException {
        try (Socket socket = connectPlain(shared)) {
            socket.getOutputStream().write("ada\n".getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("This port requires TLS.")
                    .contains("openssl s_client -quiet");
        }
    }

    @Test
    void incompleteHandshakeTimesOut() throws Exception {
        TcpSettings settings =
                OpenPort.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(60));
        OpenPort port = with(port(settings, new ConnectionLimiter(0, 0)));
        for (byte[] start : List.of(new byte[0], new byte[] {0x16}, new byte[] {0x16, 3, 1, 1, 0, 1, 0})) {
            try (Socket socket = connectPlain(port)) {
                socket.getOutputStream().write(start);
                assertThat(isClosedByServer(socket))
                        .as("%d bytes", start.length)
                        .isTrue();
            }
        }
        await().until(() -> port.connectionLimiter().open() == 0);
    }

    @Test
    void invalidHandshakeIsClosedWithoutWarnings() throws Exception {
        for (String input : List.of("1603010005FFFFFFFFFF", "160301FFFF00", "16030300020100", "1503010002022A")) {
            try (Socket socket = connectPlain(shared)) {
                socket.getOutputStream().write(bytes(input));
                socket.shutdownOutput();
                assertThat(isClosedByServer(socket)).as(input).isTrue();
            }
        }
        await().until(() -> shared.connectionLimiter().open() == 0);
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2).toLowerCase(Locale.ROOT), 16);
        }
        return bytes;
    }

    private static boolean isClosedByServer(Socket socket) throws IOException {
        try {
            byte[] rest = new byte[1024];
            int count = socket.getInputStream().read(rest);
            while (count >= 0) {
                count = socket.getInputStream().read(rest);
            }
            return true;
        } catch (java.net.SocketException ignored) {
            return true;
        }
    }

    @Test
    void connectionOverTheLimitIsClosedBeforeTheHandshake() throws Exception {
        OpenPort port = with(port(TcpSettings.on(List.of(0), ""), new ConnectionLimiter(1, 0)));
        join(port, "ada");

        assertThatThrownBy(() -> connectTls(port)).isInstanceOf(IOException.class);
        assertThat(port.metrics().refusedConnections()).containsExactly("full");
        assertThat(port.connectionLimiter().open()).isEqualTo(1);
    }

    @Test
    void bannedClientReceivesTheReason() throws Exception {
        OpenPort port = with(port(TcpSettings.on(List.of(0), ""), new ConnectionLimiter(0, 0)));
        port.chatServer().sanctionEnforcer().ban("127.0.0.1", null);
        Netcat bob = with(Netcat.over(connectTls(port)));

        bob.receive("The operator has banned you from this server.");
        assertThat(bob.isClosedCleanly()).isTrue();
        await().until(() -> port.connectionLimiter().open() == 0);
    }

    @Test
    void connectionsBeyondTheLimitOfHandshakesAreClosedWithoutOne() throws Exception {
        ConnectionRateLimiter onePerHour = new ConnectionRateLimiter(new AdmissionLimits.PerAddress(1, true), () -> 0);
        OpenPort port = with(new OpenPort(
                TcpSettings.on(List.of(0), ""),
                new TlsPortSettings(0, TlsPortTest::engine, onePerHour),
                WITHOUT_RATE_LIMIT,
                new ConnectionLimiter(0, 0)));
        for (int i = 0; i < 4; i++) {
            connectTls(port);
        }

        assertThatThrownBy(() -> connectTls(port)).isInstanceOf(IOException.class);

        assertThat(port.metrics().refusedConnections()).hasSize(1);
        assertThat(port.connectionLimiter().open()).isEqualTo(4);
    }

    @Test
    void slowConsumerIsDisconnected() throws Exception {
        TcpSettings settings =
                OpenPort.withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(1));
        OpenPort port = with(new OpenPort(
                settings,
                new TlsPortSettings(0, TlsPortTest::engine, ConnectionRateLimiter.unlimited()),
                WITHOUT_RATE_LIMIT,
                new ConnectionLimiter(0, 0)));
        Socket tcp = with(new Socket());
        tcp.setReceiveBufferSize(4096);
        tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), number(port)));
        SSLSocket slow = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", 0, true);
        slow.startHandshake();
        slow.getOutputStream().write("slow\n".getBytes(UTF_8));
        Netcat ada = join(port, "ada");
        await().until(() -> port.chatServer().userCount() == 2);
        String padding = "x".repeat(490) + "\n";
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!port.metrics().disconnects().contains("too-slow") && System.nanoTime() < deadline) {
            ada.send(padding.repeat(20));
            awaitProcessed(ada);
        }

        assertThat(port.metrics().disconnects()).containsOnlyOnce("too-slow");
        await().until(() -> port.connectionLimiter().open() == 1);
    }

    @Test
    void shutdownIsAnnounced() throws Exception {
        OpenPort port = port(TcpSettings.on(List.of(0), ""), new ConnectionLimiter(0, 0));
        Netcat ada = join(port, "ada");
        port.close();

        assertThat(ada.isClosedCleanly()).isTrue();
        assertThat(ada.transcript()).last().asString().contains("shut");
        assertThat(ada.transcript()).anyMatch(line -> line.contains(JOINED));
    }
}
