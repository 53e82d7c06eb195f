package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.integration.ServerProcess;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a server that cannot use its database prints one sentence, ends, and leaves the file unchanged. */
@Tag("full")
@Tag("waits")
@Timeout(120)
class UnavailableFileIT {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setFile() {
        file = folder.resolve("parley.db");
    }

    @Test
    void damagedFileIsRefusedAndLeftUnchanged() throws IOException {
        SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC(), Runnable::run, Runnable::run)
                .close();
        byte[] bytes = Files.readAllBytes(file);
        byte[] noise = new byte[4_096];
        new Random(7).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, 4_096, noise.length);
        Files.write(file, bytes);

        assertRefused(UnaryOperator.identity(), "it is damaged");
    }

    @Test
    void foreignFileIsRefusedAndLeftUnchanged() throws IOException {
        Files.writeString(file, "Dear diary, ".repeat(1_000), UTF_8);

        assertRefused(UnaryOperator.identity(), "it is not one of Parley's databases");
    }

    @Test
    void readOnlyFileIsRefusedAndLeftUnchanged() throws IOException {
        SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC(), Runnable::run, Runnable::run)
                .close();
        Optional<UnaryOperator<List<String>>> readOnly = SmallDisk.mountReadOnly(folder);
        assumeThat(readOnly).as("this machine does not permit mount namespaces").isPresent();

        assertRefused(readOnly.orElseThrow(), "");
    }

    private void assertRefused(UnaryOperator<List<String>> commandWrapper, String reason) throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (ServerProcess server = ServerProcess.launch(commandWrapper, folder)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.output()).isEmpty();
            assertThat(server.errors())
                    .singleElement()
                    .asString()
                    .startsWith("Messages cannot be kept in " + file + " (parley.history.file): " + reason)
                    .endsWith(".");
        }
        assertThat(Arrays.equals(Files.readAllBytes(file), before)).isTrue();
    }
}
