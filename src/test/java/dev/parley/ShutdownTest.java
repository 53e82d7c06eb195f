package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journey.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the whole server starts and ends, as a process. */
class ShutdownTest {

    @Test
    void sigtermEndsItWithExitCodeZero(@TempDir Path folder) {
        try (ServerProcess server = ServerProcess.start(folder)) {
            assertThat(server.stop()).isZero();
            assertThat(server.output()).endsWith("Shutting down…", "Goodbye.");
            assertThat(server.errors()).isEmpty();
        }
    }

    @Test
    void ctrlCEndsItWithExitCodeZero(@TempDir Path folder) {
        try (ServerProcess server = ServerProcess.start(folder)) {
            assertThat(server.interrupt()).isZero();
            assertThat(server.output()).endsWith("Shutting down…", "Goodbye.");
        }
    }
}
