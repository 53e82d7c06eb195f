package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.integration.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks which certificates are trusted, and the sentences for those that are not. */
class TlsTrustTest {

    @TempDir
    private static Path folder;

    private static TestCertificate tabIdentity;
    private static Path certificate;

    @BeforeAll
    static void createCertificate() {
        tabIdentity = TestCertificate.create(folder, "dns:localhost");
        certificate = tabIdentity.writeCertificate(folder.resolve("chat.pem"));
    }

    @Test
    void certificateInTheFileIsTrusted() throws Exception {
        assertThat(problemOf(tabIdentity, "localhost", TlsTrust.ofFile(certificate)))
                .isNull();
    }

    @Test
    void unknownCertificateIsRejected() throws Exception {
        assertThat(problemOf(tabIdentity, "localhost", TlsTrust.systemDefault()))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("is not signed by a trusted authority", "--ca-file");
    }

    @Test
    void certificateOfAnotherHostIsRejected() throws Exception {
        TestCertificate other = TestCertificate.create(folder, "dns:other.example");

        assertThat(problemOf(other, "localhost", TlsTrust.ofFile(other.writeCertificate(folder.resolve("other.pem")))))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("is not for “localhost”");
        assertThat(problemOf(tabIdentity, "127.0.0.1", TlsTrust.ofFile(certificate)))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("is not for “127.0.0.1”");
    }

    @Test
    void expiredCertificateIsRejected() throws Exception {
        TestCertificate old = TestCertificate.create(folder, "dns:localhost", "-startdate", "-10d", "-validity", "5");

        assertThat(problemOf(old, "localhost", TlsTrust.ofFile(old.writeCertificate(folder.resolve("old.pem")))))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("has expired");
    }

    @Test
    void serverWithoutTlsIsReported() throws Exception {
        assertThat(problemAfter("Welcome to Parley. Your name?\n"))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("does not use TLS", "--tls");
        assertThat(problemAfter("")).isInstanceOf(ClientDisconnect.Unreachable.class);
    }

    @Test
    void fileWithoutCertificatesIsRejectedWithASentence() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");

        assertThatThrownBy(() -> TlsTrust.ofFile(empty)).hasMessageContaining("There is no certificate in " + empty);
        assertThatThrownBy(() -> TlsTrust.ofFile(nonsense))
                .hasMessageContaining("There is no certificate in " + nonsense);
        assertThatThrownBy(() -> TlsTrust.ofFile(folder.resolve("none.pem"))).hasMessageContaining("cannot be read");
    }

    @Test
    void trustOfTheSameFileIsEqual() {
        assertThat(TlsTrust.ofFile(certificate))
                .isEqualTo(TlsTrust.ofFile(certificate))
                .isNotEqualTo(TlsTrust.systemDefault());
        assertThat(TlsTrust.systemDefault()).isEqualTo(TlsTrust.systemDefault());
    }

    /** Returns the problem with a server of this identity; null if it is trusted. */
    private static ClientDisconnect problemOf(TestCertificate of, String host, TlsTrust tlsTrust) throws IOException {
        try (ServerSocket serverSocket =
                of.sslContext().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket accepted = serverSocket.accept()) {
                    accepted.getInputStream().read();
                } catch (IOException ignored) {
                    // Expected: the client reports the failed handshake.
                }
            });
            ClientDisconnect problem =
                    handshake(tlsTrust, new ServerAddress(host, serverSocket.getLocalPort(), tlsTrust));
            server.join();
            return problem;
        }
    }

    /** Returns the problem with a server that replies with this text to a handshake and closes. */
    private static ClientDisconnect problemAfter(String answer) throws IOException {
        try (ServerSocket serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket accepted = serverSocket.accept()) {
                    accepted.getInputStream().read(new byte[4096]);
                    accepted.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            TlsTrust tlsTrust = TlsTrust.ofFile(certificate);
            ClientDisconnect problem =
                    handshake(tlsTrust, new ServerAddress("localhost", serverSocket.getLocalPort(), tlsTrust));
            server.join();
            return problem;
        }
    }

    private static ClientDisconnect handshake(TlsTrust tlsTrust, ServerAddress serverAddress) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), serverAddress.port())) {
            plain.setSoTimeout(30_000);
            Throwable failure = catchThrowable(
                    () -> tlsTrust.handshake(plain, serverAddress).close());
            return failure == null ? null : TlsTrust.problem((IOException) failure, serverAddress);
        }
    }
}
