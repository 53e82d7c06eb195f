package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.ParleyApplication;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.integration.TestCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a failed start is reported in a sentence that names the cause. */
class StartupFailureTest {

    @TempDir
    private Path folder;

    @Test
    void httpPortInUseIsReported() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(failureSentence("--server.port=" + taken.getLocalPort()))
                    .contains("The page's port " + taken.getLocalPort() + " is taken", "server.port");
        }
    }

    @Test
    void tcpPortInUseIsReported() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(failureSentence("--parley.tcp.ports=" + taken.getLocalPort()))
                    .contains("TCP port " + taken.getLocalPort() + " is in use", "parley.tcp.ports");
        }
    }

    @Test
    void addressOfAnotherMachineIsReported() {
        assertThat(failureSentence("--parley.tcp.address=192.0.2.1")).contains("192.0.2.1", "parley.tcp.address");
    }

    @Test
    void foreignFileIsReportedAndNotChanged() throws IOException {
        Path file = Files.writeString(folder.resolve("letters.db"), "Dear diary, ".repeat(200));

        assertThat(failureSentence("--parley.history.file=" + file))
                .contains(file.toString(), "parley.history.file", "not one of Parley's databases");
        assertThat(file).hasContent("Dear diary, ".repeat(200));
    }

    @Test
    void missingFolderIsReported() {
        Path file = folder.resolve("none/parley.db");

        assertThat(failureSentence("--parley.history.file=" + file))
                .contains(file.toString(), "its folder does not exist");
    }

    @Test
    void unreachableDatabaseIsReportedAndNoFileIsCreated() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(failureSentence(
                        "--spring.datasource.url=jdbc:postgresql://localhost:" + free + "/chat?password=s3cret"))
                .contains(
                        "the PostgreSQL database chat on localhost:" + free,
                        "spring.datasource.url",
                        "cannot be reached")
                .doesNotContain("s3cret");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void invalidSettingsOfTheConnectionPoolAreReported() {
        String url = "--spring.datasource.url=jdbc:postgresql://localhost:1/chat";

        assertThat(failureSentence(url, "--spring.datasource.hikari.maximum-pool-size=1"))
                .contains("spring.datasource.hikari.maximum-pool-size is “1”", "from 2 to 1000");
        assertThat(failureSentence(url, "--spring.datasource.hikari.maximum-pool-size=many"))
                .contains("spring.datasource.hikari.maximum-pool-size is “many”");
        assertThat(failureSentence(url, "--spring.datasource.hikari.connection-timeout=10"))
                .contains("spring.datasource.hikari.connection-timeout is “10”", "connection pool");
    }

    @Test
    void tlsPortWithoutACertificateIsReported() {
        assertThat(failureSentence("--parley.tcp.tls-port=0"))
                .contains("parley.tcp.tls-port needs a certificate", "server.ssl.bundle");
    }

    @Test
    void missingCertificateBundleIsReported() {
        assertThat(failureSentence("--server.ssl.bundle=chat"))
                .isEqualTo(
                        "The setting server.ssl.bundle is “chat”, but there is no bundle of that name: set its files under"
                                + " spring.ssl.bundle.pem.chat or spring.ssl.bundle.jks.chat.");
        assertThat(failureSentence("--server.ssl.bundle=chat", "--parley.tcp.tls-port=0"))
                .contains("no bundle of that name");
    }

    @Test
    void unreadableCertificateIsReported() throws IOException {
        String pem = "--spring.ssl.bundle.pem.chat.keystore.";
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "not a certificate");

        assertThat(failureSentence(
                        "--server.ssl.bundle=chat",
                        pem + "certificate=file:/no/such/chat.crt",
                        pem + "private-key=file:/no/such/chat.key"))
                .contains("server.ssl.bundle is “chat”", "cannot be read", "chat.crt");
        assertThat(failureSentence(
                        "--server.ssl.bundle=chat",
                        pem + "certificate=file:" + nonsense,
                        pem + "private-key=file:" + nonsense))
                .contains("server.ssl.bundle is “chat”", "cannot be read");
    }

    @Test
    void unreadableCertificateWithReloadIsReported() {
        assertThat(failureSentence(
                        "--server.ssl.bundle=chat",
                        "--spring.ssl.bundle.pem.chat.reload-on-update=true",
                        "--spring.ssl.bundle.pem.chat.keystore.certificate=file:/no/such/chat.crt",
                        "--spring.ssl.bundle.pem.chat.keystore.private-key=file:/no/such/chat.key"))
                // The order in which Spring reads the two files is not specified.
                .contains("The certificate of the bundle “chat” cannot be read", "/no/such/chat.");
    }

    @Test
    void tlsPortInUseIsReported() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            List<String> options =
                    new ArrayList<>(TestCertificate.forLocalhost(folder).serverOptions("chat"));
            options.add("--parley.tcp.tls-port=" + taken.getLocalPort());
            assertThat(failureSentence(options.toArray(String[]::new)))
                    .contains("TCP port " + taken.getLocalPort() + " is in use", "parley.tcp.tls-port");
        }
    }

    @Test
    void unreadableSettingsFileIsReported() throws IOException {
        Path file = Files.writeString(folder.resolve("application.yaml"), "parley:\n\trules: 5\n");

        assertThat(failureSentence("--spring.config.additional-location=file:" + file))
                .contains("application.yaml", "line 2");
    }

    /** Starts the server in this process, and returns the sentence with which the start fails. */
    private String failureSentence(String... options) {
        List<String> all = new ArrayList<>(List.of("--server.port=0", "--parley.tcp.ports=0"));
        all.add("--parley.history.file=" + folder.resolve("parley.db"));
        for (String option : options) {
            all.removeIf(other -> other.split("=", 2)[0].equals(option.split("=", 2)[0]));
        }
        all.addAll(Arrays.asList(options));
        ConsoleTerminal noTerminal = ConsoleTerminal.none();
        Throwable failure = catchThrowable(
                () -> ServerLauncher.application(ParleyApplication.class, noTerminal, ConsolePrinter.onto(noTerminal))
                        .run(all.toArray(String[]::new)));
        assertThat(failure).as("the start with %s", all).isNotNull();
        return StartupFailure.sentence(failure).orElseThrow(() -> new AssertionError("not foreseen", failure));
    }
}
