package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the TCP port with TLS, as README.md describes it: the client, and a certificate that is renewed while the
 * server runs.
 */
@Tag("full")
@Tag("waits")
class TlsIT {

    private static final Pattern PORT = Pattern.compile(".*ncat --ssl localhost (\\d+)");

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void setFiles() {
        certificate = folder.resolve("chat.crt");
        key = folder.resolve("chat.key");
    }

    private ServerProcess startServer(TestCertificate testCertificate) {
        testCertificate.writeKey(key);
        testCertificate.writeCertificate(certificate);
        String store = "--spring.ssl.bundle.pem.chat.";
        return ServerProcess.start(
                folder,
                "--parley.tcp.tls-port=0",
                "--server.ssl.bundle=chat",
                store + "reload-on-update=true",
                store + "keystore.certificate=file:" + certificate,
                store + "keystore.private-key=file:" + key);
    }

    private static int tlsPort(ServerProcess server) {
        Matcher port = PORT.matcher(server.awaitLine("ncat --ssl"));
        assertThat(port.matches()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    @Test
    void clientExchangesMessagesOverTls() {
        try (ServerProcess server = startServer(TestCertificate.forLocalhost(folder));
                Netcat nina = Netcat.join(server.terminalPort(), "nina");
                PipedClient ada = PipedClient.start(tlsPort(server), "ada", "--ca-file", certificate.toString())) {
            nina.receiveMatching(".*ada joined.*");
            ada.send("nobody reads this on its way");
            nina.receive("<ada> nobody reads this on its way");
            nina.sendLine("nor the answer");
            ada.receive("nor the answer");
        }
    }

    @Test
    void clientRejectsASelfSignedCertificate() throws Exception {
        try (ServerProcess server = startServer(TestCertificate.forLocalhost(folder))) {
            Process ada = new ProcessBuilder(JoinCommandLine.command(
                            "localhost", Integer.toString(tlsPort(server)), "--name", "ada", "--tls"))
                    .start();
            String errors = new String(ada.getErrorStream().readAllBytes(), UTF_8);
            assertThat(ada.waitFor()).isNotZero();
            assertThat(errors).contains("is not signed by a trusted authority", "--ca-file");
        }
    }

    @Test
    void newConnectionsReceiveARenewedCertificate() throws Exception {
        TestCertificate before = TestCertificate.forLocalhost(folder);
        TestCertificate after = TestCertificate.forLocalhost(folder);
        Path old = before.writeCertificate(folder.resolve("old.crt"));
        try (ServerProcess server = startServer(before);
                Netcat nina = Netcat.join(server.terminalPort(), "nina");
                PipedClient ada = PipedClient.start(tlsPort(server), "ada", "--ca-file", old.toString())) {
            nina.receiveMatching(".*ada joined.*");
            int port = tlsPort(server);
            assertThat(presentedCertificate(port, before.sslContext())).isNotNull();

            after.writeKey(key);
            after.writeCertificate(certificate);

            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(presentedCertificate(port, after.sslContext()))
                            .isNotNull());
            assertThat(presentedCertificate(server.pagePort(), after.sslContext()))
                    .isNotNull();
            assertThat(presentedCertificate(port, before.sslContext())).isNull();
            // Existing connections stay open.
            ada.send("still here");
            nina.receive("<ada> still here");
        }
    }

    /** Returns the certificate of this port if it is in this trust store; null if it is another one. */
    private static Certificate presentedCertificate(int port, SSLContext trusted) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        try (SSLSocket socket = (SSLSocket) trusted.getSocketFactory().createSocket(plain, "localhost", port, true)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        } catch (SSLHandshakeException ignored) {
            return null;
        }
    }
}
