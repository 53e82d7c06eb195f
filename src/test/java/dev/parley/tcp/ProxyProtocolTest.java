package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.integration.Netcat;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests PROXY protocol headers over sockets of this machine, which is a trusted proxy in most tests. */
class ProxyProtocolTest extends ProxyProtocolTestBase {

    static Stream<byte[]> headersOfTheClient() {
        return Stream.of(
                ProxyHeaders.v1("TCP4", CLIENT, 8_000),
                ProxyHeaders.v2(CLIENT),
                ProxyHeaders.v2(CLIENT, ProxyHeaders.field(0x04, 300)),
                ProxyHeaders.v2(CLIENT, ProxyHeaders.nestedTlsFields(2)),
                ProxyHeaders.v2(CLIENT, ProxyHeaders.field(0xE0, 12_000)));
    }

    @ParameterizedTest
    @MethodSource("headersOfTheClient")
    void userHasTheAddressOfTheHeader(byte[] header) throws IOException {
        OpenPort port = port();

        Netcat ada = send(port, ProxyHeaders.before(header, "ada\n"));

        ada.receiveMatching(".*You are in lobby.*");
        assertThat(addresses(port)).containsExactly(Map.entry("ada", CLIENT));
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::7", "::ffff:203.0.113.7"})
    void ipVersion6IsWrittenInCanonicalNotation(String source) throws IOException {
        OpenPort port = port();

        send(port, ProxyHeaders.before(ProxyHeaders.v1("TCP6", source, 8_000), "ada\n"))
                .receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port)).containsEntry("ada", source.startsWith("2001") ? "2001:db8::7" : CLIENT);
    }

    @ParameterizedTest
    @MethodSource("headersOfTheClient")
    void headerMayArriveInManyPackets(byte[] header) throws IOException {
        OpenPort port = port();
        Socket socket = connect(port.number());
        socket.setTcpNoDelay(true);
        byte[] bytes = ProxyHeaders.before(header, "ada\n");
        int step = Math.max(1, bytes.length / 50);
        for (int i = 0; i < bytes.length; i += step) {
            socket.getOutputStream().write(bytes, i, Math.min(step, bytes.length - i));
            socket.getOutputStream().flush();
        }

        with(Netcat.over(socket)).receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port)).containsExactly(Map.entry("ada", CLIENT));
    }

    @Test
    void silentClientBehindAHeaderIsGreeted() throws IOException {
        OpenPort port = port();

        Netcat ada = send(port, ProxyHeaders.v2(CLIENT));
        ada.receive("Welcome to Parley. Your name?");
        ada.logIn("ada");

        assertThat(addresses(port)).containsExactly(Map.entry("ada", CLIENT));
    }

    @Test
    void clientOnTheMachineOfTheProxyNeedsNoHeader() throws IOException {
        OpenPort port = port();

        Netcat ada = with(Netcat.over(connect(port.number())));
        ada.receive("Welcome to Parley. Your name?");
        ada.logIn("ada");
        send(port, "Peter\n".getBytes(UTF_8)).receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port)).containsExactly(Map.entry("Peter", PROXY), Map.entry("ada", PROXY));
    }

    static Stream<byte[]> headersWithoutAClient() {
        return Stream.of(
                "PROXY UNKNOWN\r\n".getBytes(UTF_8),
                "PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n".getBytes(UTF_8),
                ProxyHeaders.v2(ProxyHeaders.LOCAL, ProxyHeaders.UNSPECIFIED, new byte[0]),
                ProxyHeaders.v2(ProxyHeaders.LOCAL, ProxyHeaders.TCP4, new byte[12]),
                ProxyHeaders.v2(ProxyHeaders.PROXY, ProxyHeaders.UNSPECIFIED, new byte[7]),
                ProxyHeaders.v2(ProxyHeaders.PROXY, ProxyHeaders.UNIX, new byte[216]));
    }

    @ParameterizedTest
    @MethodSource("headersWithoutAClient")
    void headerWithoutAClientLeavesTheAddressOfTheProxy(byte[] header) throws IOException {
        OpenPort port = port();

        send(port, ProxyHeaders.before(header, "ada\n")).receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port)).containsExactly(Map.entry("ada", PROXY));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void headerOfAnUntrustedAddressIsInputOfTheClient() throws IOException {
        OpenPort port = port(ProxyHeaders.trusting(SECOND, "127.0.0.2"), new ConnectionLimiter(0, 0));

        Netcat client = send(port, ProxyHeaders.before(ProxyHeaders.v1("TCP4", CLIENT, 8_000), "ada\n"));
        client.receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port).values()).containsExactly(PROXY);
    }

    @Test
    void secondHeaderIsInputOfTheClient() throws IOException {
        OpenPort port = port();
        byte[] forged = ProxyHeaders.before(ProxyHeaders.v1("TCP4", OTHER_CLIENT, 8_000), "ada\n");

        send(port, ProxyHeaders.before(ProxyHeaders.v2(CLIENT), new String(forged, ISO_8859_1)))
                .receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port).values()).containsExactly(CLIENT);
    }

    static Stream<byte[]> invalidHeaders() {
        byte[] wrongVersion = ProxyHeaders.v2(CLIENT);
        wrongVersion[12] = 0x31;
        byte[] wrongFamily = ProxyHeaders.v2(CLIENT);
        wrongFamily[13] = 0x41;
        return Stream.of(
                "PROXY TCP4 203.0.113.777 192.0.2.1 1 8000\r\nada\n".getBytes(UTF_8),
                "PROXY TCP4 203.0.113.7 192.0.2.1 1 80000\r\nada\n".getBytes(UTF_8),
                "PROXY TCP4 \u001b[31m\u0007 192.0.2.1 1 8000\r\nada\n".getBytes(UTF_8),
                "PROXY TCP6 fe80::1%lo 2001:db8::1 1 8000 9\r\nada\n".getBytes(UTF_8),
                "PROXY SCTP 203.0.113.7 192.0.2.1 1 8000\r\nada\n".getBytes(UTF_8),
                ("PROXY TCP4 " + "1".repeat(200)).getBytes(UTF_8),
                wrongVersion,
                wrongFamily,
                ProxyHeaders.v2(0x22, ProxyHeaders.TCP4, new byte[12]),
                ProxyHeaders.v2(ProxyHeaders.PROXY, ProxyHeaders.TCP4, new byte[11]),
                ProxyHeaders.v2(ProxyHeaders.PROXY, ProxyHeaders.TCP6, new byte[35]),
                ProxyHeaders.v2(ProxyHeaders.PROXY, ProxyHeaders.UNIX, new byte[215]),
                ProxyHeaders.v2(CLIENT, (byte) 0x04, (byte) 0xFF, (byte) 0xFF, (byte) 0),
                ProxyHeaders.v2(CLIENT, ProxyHeaders.field(0x04, 40_000)),
                ProxyHeaders.v2(CLIENT, ProxyHeaders.nestedTlsFields(2_000)),
                ProxyHeaders.before(
                        "PROXY NONE 1 2 3 4\r\n".getBytes(UTF_8),
                        new String(ProxyHeaders.v1("TCP4", CLIENT, 8_000), UTF_8) + "ada\n"));
    }

    @ParameterizedTest
    @MethodSource("invalidHeaders")
    void invalidHeaderClosesTheConnectionWithOneLogLine(byte[] header) throws IOException {
        OpenPort port = port();

        assertThat(readUntilClosed(port, header)).isEmpty();

        await().until(() -> !warnings().isEmpty());
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("A connection from the trusted proxy 127.0.0.1 was closed: its PROXY protocol header is"
                        + " invalid (")
                .matches("\\P{Cntrl}+");
        assertThat(addresses(port)).isEmpty();
        assertThat(port.connectionLimiter().open()).isZero();
    }

    /** Sends bytes and returns what the server sends until it closes the connection. */
    private String readUntilClosed(OpenPort port, byte[] bytes) throws IOException {
        Socket socket = connect(port.number());
        try {
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (SocketException ignored) {
            // The server closed the connection before it had read everything.
            return "";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 203.0.113.7 ", "\r\n\r\n\0\r\nQUIT\n!", "PROXY "})
    void incompleteHeaderIsClosedAfterTheTimeout(String start) throws IOException {
        OpenPort port = port(ProxyHeaders.trusting(Duration.ofMillis(200), PROXY), new ConnectionLimiter(0, 0));

        assertThat(readUntilClosed(port, start.getBytes(UTF_8))).isEmpty();

        await().until(() -> !warnings().isEmpty());
        assertThat(warnings()).singleElement().asString().contains("it is not complete after 200 ms");
    }

    @Test
    void healthCheckLeavesNoTrace() throws IOException {
        OpenPort port = port();
        for (int i = 0; i < 3; i++) {
            Socket check = connect(port.number());
            if (i > 0) {
                check.setSoLinger(true, 0);
            }
            if (i > 1) {
                check.getOutputStream().write(ProxyHeaders.v2(ProxyHeaders.LOCAL, 0, new byte[0]));
            }
            check.close();
        }
        Socket halfClosed = connect(port.number());
        halfClosed.shutdownOutput();

        assertThat(halfClosed.getInputStream().read()).isNegative();
        await().until(() -> port.connectionLimiter().open() == 0);
        assertThat(log.list).isEmpty();
    }
}
