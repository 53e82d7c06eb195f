package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import dev.parley.integration.Netcat;
import dev.parley.integration.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that bans and limits apply to the address in a PROXY protocol header, with and without TLS. */
class ProxyProtocolLimitsTest extends ProxyProtocolTestBase {

    private static final String FULL = "There are too many connections from your address. Close one and try again.";

    @TempDir
    private Path folder;

    @Test
    void bannedClientIsRefusedAndOthersBehindTheProxyAreNot() throws IOException {
        OpenPort port = port();
        port.chatServer().sanctionEnforcer().ban(CLIENT, null);

        Netcat banned = send(port, ProxyHeaders.before(ProxyHeaders.v2(CLIENT), "ada\n"));
        banned.receive("The operator has banned you from this server.");
        assertThat(banned.isClosedCleanly()).isTrue();
        send(port, ProxyHeaders.before(ProxyHeaders.v1("TCP4", OTHER_CLIENT, 8_000), "bob\n"))
                .receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port)).containsExactly(Map.entry("bob", OTHER_CLIENT));
    }

    @Test
    void connectionsAreLimitedByTheAddressOfTheClient() throws IOException {
        OpenPort port = port(ProxyHeaders.trusting(SECOND, PROXY), new ConnectionLimiter(0, 1));
        send(port, ProxyHeaders.before(ProxyHeaders.v2(CLIENT), "ada\n")).receiveMatching(".*You are in lobby.*");

        send(port, ProxyHeaders.before(ProxyHeaders.v2(CLIENT), "eve\n")).receive(FULL);
        send(port, ProxyHeaders.before(ProxyHeaders.v2(OTHER_CLIENT), "bob\n")).receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port)).containsOnlyKeys("ada", "bob");
        assertThat(port.metrics().refusedConnections()).containsExactly("full-for-address");
        assertThat(port.connectionLimiter().open()).isEqualTo(2);
    }

    @Test
    void connectionsOfTheProxyItselfAreExempt() throws IOException {
        OpenPort port = port(ProxyHeaders.trusting(SECOND, PROXY), new ConnectionLimiter(0, 1));
        byte[] local = ProxyHeaders.v2(ProxyHeaders.LOCAL, ProxyHeaders.UNSPECIFIED, new byte[0]);
        for (String name : List.of("ada", "bob", "eve")) {
            send(port, ProxyHeaders.before(local, name + "\n")).receiveMatching(".*You are in lobby.*");
        }

        assertThat(port.connectionLimiter().open()).isEqualTo(3);
    }

    @Test
    void newUsersAreLimitedByTheAddressOfTheClient() throws IOException {
        OpenPort port = with(new OpenPort(
                ProxyHeaders.trusting(SECOND, PROXY),
                ServerLimits.defaults()
                        .withAdmission(new AdmissionLimits(
                                0, 0, new AdmissionLimits.PerAddress(1, false), AdmissionLimits.PerAddress.NONE)),
                new ConnectionLimiter(0, 0)));
        send(port, ProxyHeaders.before(ProxyHeaders.v2(CLIENT), "ada\n")).receiveMatching(".*You are in lobby.*");

        send(port, ProxyHeaders.before(ProxyHeaders.v2(CLIENT), "eve\n"))
                .receiveMatching(".*Too many new users log in from your address\\..*");
        send(port, ProxyHeaders.before(ProxyHeaders.v2(OTHER_CLIENT), "bob\n")).receiveMatching(".*You are in lobby.*");

        assertThat(addresses(port)).containsOnlyKeys("ada", "bob");
    }

    @Test
    void headerPrecedesTheTlsHandshake() throws IOException {
        SSLContext context = TestCertificate.forLocalhost(folder).sslContext();
        OpenPort port = with(new OpenPort(
                ProxyHeaders.trusting(SECOND, PROXY),
                new TlsPortSettings(0, () -> serverEngine(context), ConnectionRateLimiter.unlimited()),
                ServerLimits.defaults(),
                new ConnectionLimiter(0, 0)));
        int number = port.port().tlsPort();

        tls(context, number, ProxyHeaders.v2(CLIENT), "ada");
        tls(context, number, ProxyHeaders.v1("TCP4", OTHER_CLIENT, 8_883), "bob");
        tls(context, number, new byte[0], "carol");

        assertThat(addresses(port))
                .containsExactly(Map.entry("ada", CLIENT), Map.entry("bob", OTHER_CLIENT), Map.entry("carol", PROXY));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void tlsHandshakesAreLimitedByTheAddressOfTheClient() throws IOException {
        SSLContext context = TestCertificate.forLocalhost(folder).sslContext();
        OpenPort port = with(new OpenPort(
                ProxyHeaders.trusting(SECOND, PROXY),
                new TlsPortSettings(
                        0,
                        () -> serverEngine(context),
                        new ConnectionRateLimiter(new AdmissionLimits.PerAddress(1, true), () -> 0)),
                ServerLimits.defaults(),
                new ConnectionLimiter(0, 0)));
        int number = port.port().tlsPort();
        for (int i = 0; i < 4; i++) {
            tls(context, number, ProxyHeaders.v2(CLIENT), "ada" + i);
        }

        assertThatThrownBy(() -> tls(context, number, ProxyHeaders.v2(CLIENT), "eve"))
                .isInstanceOf(IOException.class);
        tls(context, number, ProxyHeaders.v2(OTHER_CLIENT), "bob");

        assertThat(addresses(port)).containsKey("bob").doesNotContainKey("eve");
    }

    private static SSLEngine serverEngine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private void tls(SSLContext context, int number, byte[] header, String name) throws IOException {
        Socket tcp = connect(number);
        tcp.getOutputStream().write(header);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", 0, true);
        socket.startHandshake();
        with(Netcat.over(socket)).logIn(name);
    }
}
