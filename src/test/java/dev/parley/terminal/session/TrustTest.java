package dev.parley.terminal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.journey.Identity;
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
class TrustTest {

    @TempDir
    private static Path folder;

    private static Identity identity;
    private static Path certificate;

    @BeforeAll
    static void make() {
        identity = Identity.of(folder, "dns:localhost");
        certificate = identity.certificate(folder.resolve("chat.pem"));
    }

    @Test
    void aServerWhoseCertificateIsInTheFileIsBelieved() throws Exception {
        assertThat(problem(identity, "localhost", Trust.in(certificate))).isNull();
    }

    @Test
    void aCertificateThatNobodyKnowsIsNot() throws Exception {
        assertThat(problem(identity, "localhost", Trust.usual()))
                .isInstanceOf(Ending.Nonsense.class)
                .extracting(Ending::sentence)
                .asString()
                .contains("signed by nobody who is trusted here", "--ca-file");
    }

    @Test
    void norIsOneForAnotherHost() throws Exception {
        Identity other = Identity.of(folder, "dns:other.example");

        assertThat(problem(other, "localhost", Trust.in(other.certificate(folder.resolve("other.pem")))))
                .isInstanceOf(Ending.Nonsense.class)
                .extracting(Ending::sentence)
                .asString()
                .contains("is not for “localhost”");
        assertThat(problem(identity, "127.0.0.1", Trust.in(certificate)))
                .isInstanceOf(Ending.Nonsense.class)
                .extracting(Ending::sentence)
                .asString()
                .contains("is not for “127.0.0.1”");
    }

    @Test
    void norIsOneThatHasExpired() throws Exception {
        Identity old = Identity.of(folder, "dns:localhost", "-startdate", "-10d", "-validity", "5");

        assertThat(problem(old, "localhost", Trust.in(old.certificate(folder.resolve("old.pem")))))
                .isInstanceOf(Ending.Nonsense.class)
                .extracting(Ending::sentence)
                .asString()
                .contains("has expired");
    }

    @Test
    void whoDoesNotSpeakTlsIsSaidNotTo() throws Exception {
        assertThat(after("Welcome to Parley. Your name?\n"))
                .isInstanceOf(Ending.Nonsense.class)
                .extracting(Ending::sentence)
                .asString()
                .contains("does not speak TLS", "--tls");
        assertThat(after("")).isInstanceOf(Ending.Unreachable.class);
    }

    @Test
    void aFileWithoutCertificatesIsRefusedWithASentence() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");

        assertThatThrownBy(() -> Trust.in(empty)).hasMessageContaining("There is no certificate in " + empty);
        assertThatThrownBy(() -> Trust.in(nonsense)).hasMessageContaining("There is no certificate in " + nonsense);
        assertThatThrownBy(() -> Trust.in(folder.resolve("none.pem"))).hasMessageContaining("cannot be read");
    }

    @Test
    void byTheSameFileItIsTheSame() {
        assertThat(Trust.in(certificate)).isEqualTo(Trust.in(certificate)).isNotEqualTo(Trust.usual());
        assertThat(Trust.usual()).isEqualTo(Trust.usual());
    }

    /** What is said of a server of this identity; null if it is believed. */
    private static Ending problem(Identity of, String host, Trust trust) throws IOException {
        try (ServerSocket door =
                of.context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket accepted = door.accept()) {
                    accepted.getInputStream().read();
                } catch (IOException refused) {
                    // As is to be seen on the other side.
                }
            });
            Ending problem = over(trust, new Server(host, door.getLocalPort(), trust));
            server.join();
            return problem;
        }
    }

    /** What is said of whoever answers this to a handshake and closes. */
    private static Ending after(String answer) throws IOException {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket accepted = door.accept()) {
                    accepted.getInputStream().read(new byte[4096]);
                    accepted.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                } catch (IOException refused) {
                    throw new IllegalStateException(refused);
                }
            });
            Trust trust = Trust.in(certificate);
            Ending problem = over(trust, new Server("localhost", door.getLocalPort(), trust));
            server.join();
            return problem;
        }
    }

    private static Ending over(Trust trust, Server server) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            plain.setSoTimeout(30_000);
            Throwable failure = catchThrowable(() -> trust.over(plain, server).close());
            return failure == null ? null : Trust.problem((IOException) failure, server);
        }
    }
}
