package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.ParleyApplication;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.integration.TabIdentity;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be, told in a sentence by whoever could have known better. */
class StartupFailureTest {

    @TempDir
    private Path folder;

    @Test
    void aPagePortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(why("--server.port=" + taken.getLocalPort()))
                    .contains("The page's port " + taken.getLocalPort() + " is taken", "server.port");
        }
    }

    @Test
    void aTerminalPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(why("--parley.tcp.ports=" + taken.getLocalPort()))
                    .contains("TCP port " + taken.getLocalPort() + " is in use", "parley.tcp.ports");
        }
    }

    @Test
    void anAddressThatIsNotOursIsNamed() {
        assertThat(why("--parley.tcp.address=192.0.2.1")).contains("192.0.2.1", "parley.tcp.address");
    }

    @Test
    void aFileThatIsNotOursIsNamedAndLeftAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("letters.db"), "Dear diary, ".repeat(200));

        assertThat(why("--parley.history.file=" + file))
                .contains(file.toString(), "parley.history.file", "not one of Parley's databases");
        assertThat(file).hasContent("Dear diary, ".repeat(200));
    }

    @Test
    void aFolderThatThereIsNotIsNamed() {
        Path file = folder.resolve("none/parley.db");

        assertThat(why("--parley.history.file=" + file)).contains(file.toString(), "its folder does not exist");
    }

    @Test
    void aPortForTlsWithoutACertificateIsNamed() {
        assertThat(why("--parley.tcp.tls-port=0"))
                .contains("parley.tcp.tls-port needs a certificate", "server.ssl.bundle");
    }

    @Test
    void aCertificateThatThereIsNotIsNamed() {
        assertThat(why("--server.ssl.bundle=chat"))
                .isEqualTo("The setting server.ssl.bundle is “chat”, but there is no bundle of that name: say under"
                        + " spring.ssl.bundle.pem.chat or spring.ssl.bundle.jks.chat where its files are.");
        assertThat(why("--server.ssl.bundle=chat", "--parley.tcp.tls-port=0")).contains("no bundle of that name");
    }

    @Test
    void aCertificateThatCannotBeReadIsNamed() throws IOException {
        String pem = "--spring.ssl.bundle.pem.chat.keystore.";
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "not a certificate");

        assertThat(why(
                        "--server.ssl.bundle=chat",
                        pem + "certificate=file:/no/such/chat.crt",
                        pem + "private-key=file:/no/such/chat.key"))
                .contains("server.ssl.bundle is “chat”", "cannot be read", "chat.crt");
        assertThat(why(
                        "--server.ssl.bundle=chat",
                        pem + "certificate=file:" + nonsense,
                        pem + "private-key=file:" + nonsense))
                .contains("server.ssl.bundle is “chat”", "cannot be read");
    }

    @Test
    void aCertificateThatCannotBeReadAnewAsWantedIsNamed() {
        assertThat(why(
                        "--server.ssl.bundle=chat",
                        "--spring.ssl.bundle.pem.chat.reload-on-update=true",
                        "--spring.ssl.bundle.pem.chat.keystore.certificate=file:/no/such/chat.crt",
                        "--spring.ssl.bundle.pem.chat.keystore.private-key=file:/no/such/chat.key"))
                // Which of the two is looked for first is not settled.
                .contains("The certificate of the bundle “chat” cannot be read", "/no/such/chat.");
    }

    @Test
    void aTlsPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            List<String> options =
                    new ArrayList<>(TabIdentity.ofThisMachine(folder).options("chat"));
            options.add("--parley.tcp.tls-port=" + taken.getLocalPort());
            assertThat(why(options.toArray(String[]::new)))
                    .contains("TCP port " + taken.getLocalPort() + " is in use", "parley.tcp.tls-port");
        }
    }

    @Test
    void aSettingsFileThatCannotBeReadIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("application.yaml"), "parley:\n\trules: 5\n");

        assertThat(why("--spring.config.additional-location=file:" + file)).contains("application.yaml", "line 2");
    }

    /** The sentence that this ends the start with, in this process. */
    private String why(String... options) {
        List<String> all = new ArrayList<>(List.of("--server.port=0", "--parley.tcp.ports=0"));
        all.add("--parley.history.file=" + folder.resolve("parley.db"));
        for (String option : options) {
            all.removeIf(other -> other.split("=", 2)[0].equals(option.split("=", 2)[0]));
        }
        all.addAll(Arrays.asList(options));
        ConsoleTerminal nobody = ConsoleTerminal.none();
        Throwable failure = catchThrowable(() -> ParleyApplication.application(nobody, ConsolePrinter.onto(nobody))
                .run(all.toArray(String[]::new)));
        assertThat(failure).as("the start with %s", all).isNotNull();
        return StartupFailureAnalyzer.sentence(failure).orElseThrow(() -> new AssertionError("not foreseen", failure));
    }
}
