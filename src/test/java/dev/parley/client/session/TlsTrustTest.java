package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.integration.TabIdentity;
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

/** Who is believed over TLS, and what is said to people of who is not. */
class TlsTrustTest {

    @TempDir
    private static Path folder;

    private static TabIdentity tabIdentity;
    private static Path certificate;

    @BeforeAll
    static void make() {
        tabIdentity = TabIdentity.of(folder, "dns:localhost");
        certificate = tabIdentity.certificate(folder.resolve("chat.pem"));
    }

    @Test
    void aServerWhoseCertificateIsInTheFileIsBelieved() throws Exception {
        assertThat(problem(tabIdentity, "localhost", TlsTrust.ofFile(certificate)))
                .isNull();
    }

    @Test
    void aCertificateThatNobodyKnowsIsNot() throws Exception {
        assertThat(problem(tabIdentity, "localhost", TlsTrust.systemDefault()))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("is not signed by a trusted authority", "--ca-file");
    }

    @Test
    void norIsOneForAnotherHost() throws Exception {
        TabIdentity other = TabIdentity.of(folder, "dns:other.example");

        assertThat(problem(other, "localhost", TlsTrust.ofFile(other.certificate(folder.resolve("other.pem")))))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("is not for “localhost”");
        assertThat(problem(tabIdentity, "127.0.0.1", TlsTrust.ofFile(certificate)))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("is not for “127.0.0.1”");
    }

    @Test
    void norIsOneThatHasExpired() throws Exception {
        TabIdentity old = TabIdentity.of(folder, "dns:localhost", "-startdate", "-10d", "-validity", "5");

        assertThat(problem(old, "localhost", TlsTrust.ofFile(old.certificate(folder.resolve("old.pem")))))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("has expired");
    }

    @Test
    void whoDoesNotSpeakTlsIsSaidNotTo() throws Exception {
        assertThat(after("Welcome to Parley. Your name?\n"))
                .isInstanceOf(ClientDisconnect.ProtocolError.class)
                .extracting(ClientDisconnect::sentence)
                .asString()
                .contains("does not use TLS", "--tls");
        assertThat(after("")).isInstanceOf(ClientDisconnect.Unreachable.class);
    }

    @Test
    void aFileWithoutCertificatesIsRefusedWithASentence() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");

        assertThatThrownBy(() -> TlsTrust.ofFile(empty)).hasMessageContaining("There is no certificate in " + empty);
        assertThatThrownBy(() -> TlsTrust.ofFile(nonsense))
                .hasMessageContaining("There is no certificate in " + nonsense);
        assertThatThrownBy(() -> TlsTrust.ofFile(folder.resolve("none.pem"))).hasMessageContaining("cannot be read");
    }

    @Test
    void byTheSameFileItIsTheSame() {
        assertThat(TlsTrust.ofFile(certificate))
                .isEqualTo(TlsTrust.ofFile(certificate))
                .isNotEqualTo(TlsTrust.systemDefault());
        assertThat(TlsTrust.systemDefault()).isEqualTo(TlsTrust.systemDefault());
    }

    /** What is said of a server of this identity; null if it is believed. */
    private static ClientDisconnect problem(TabIdentity of, String host, TlsTrust tlsTrust) throws IOException {
        try (ServerSocket door =
                of.context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket accepted = door.accept()) {
                    accepted.getInputStream().read();
                } catch (IOException ignored) {
                    // As is to be seen on the other side.
                }
            });
            ClientDisconnect problem = over(tlsTrust, new ServerAddress(host, door.getLocalPort(), tlsTrust));
            server.join();
            return problem;
        }
    }

    /** What is said of whoever answers this to a handshake and closes. */
    private static ClientDisconnect after(String answer) throws IOException {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket accepted = door.accept()) {
                    accepted.getInputStream().read(new byte[4096]);
                    accepted.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            TlsTrust tlsTrust = TlsTrust.ofFile(certificate);
            ClientDisconnect problem = over(tlsTrust, new ServerAddress("localhost", door.getLocalPort(), tlsTrust));
            server.join();
            return problem;
        }
    }

    private static ClientDisconnect over(TlsTrust tlsTrust, ServerAddress serverAddress) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), serverAddress.port())) {
            plain.setSoTimeout(30_000);
            Throwable failure = catchThrowable(
                    () -> tlsTrust.handshake(plain, serverAddress).close());
            return failure == null ? null : TlsTrust.problem((IOException) failure, serverAddress);
        }
    }
}
