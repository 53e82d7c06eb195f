package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets no program overwrite a jar that is in use")
class JarMonitorTest {

    @TempDir
    private Path folder;

    private Path jar;
    private int shutdowns;
    private JarMonitor jarMonitor;

    @BeforeEach
    void createJar() throws IOException {
        jar = Files.writeString(folder.resolve("parley.jar"), "old");
        jarMonitor = new JarMonitor(jar, () -> shutdowns++);
    }

    @Test
    void overwrittenJarShutsTheServerDown() throws IOException {
        jarMonitor.check();
        assertThat(shutdowns).isZero();

        Files.writeString(jar, "other content");
        jarMonitor.check();

        assertThat(shutdowns).isEqualTo(1);
    }

    @Test
    void jarThatIsReplacedByAnotherFileOrMovedAwayKeepsTheServerRunning() throws IOException {
        Path next = Files.writeString(folder.resolve("next.jar"), "other content");
        Files.delete(jar);
        jarMonitor.check();
        Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
        jarMonitor.check();
        jarMonitor.check();

        assertThat(shutdowns).isZero();
    }
}
