package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.TlsTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDirectoryTest {

    @TempDir
    private Path home;

    @Test
    void directoryFollowsTheXdgConvention() {
        assertThat(ConfigDirectory.of(Map.of("XDG_CONFIG_HOME", "/x"), "/home/ada")
                        .path())
                .isEqualTo(Path.of("/x/parley"));
        assertThat(ConfigDirectory.of(Map.of("XDG_CONFIG_HOME", "x"), "/home/ada")
                        .path())
                .isEqualTo(Path.of("/home/ada/.config/parley"));
        assertThat(ConfigDirectory.of(Map.of(), "/home/ada").path()).isEqualTo(Path.of("/home/ada/.config/parley"));
        assertThat(ConfigDirectory.of(Map.of("HOME", "/tmp/h"), "/home/ada").path())
                .isEqualTo(Path.of("/tmp/h/.config/parley"));
    }

    @Test
    void bookmarksAreStoredAndTheLastOneOfANameCounts() {
        ServerBookmarks servers = new ConfigDirectory(home.resolve("new/parley")).servers(TlsTrust::systemDefault);
        assertThat(servers.all()).isEmpty();

        servers.add("lab", new ServerAddress("old.example", 8000));
        servers.add("home", new ServerAddress("localhost", 8000));
        servers.add("lab", new ServerAddress("lab.example", 8001));

        assertThat(servers.all()).containsOnlyKeys("home", "lab");
        assertThat(servers.find("lab")).contains(new ServerAddress("lab.example", 8001));
        servers.add("secret", new ServerAddress("lab.example", 8443, TlsTrust.systemDefault()));
        assertThat(servers.find("secret")).contains(new ServerAddress("lab.example", 8443, TlsTrust.systemDefault()));
        assertThat(servers.find("la")).isEmpty();
    }

    @Test
    void invalidLinesAreIgnoredAndCommentsKept() throws IOException {
        Path file = home.resolve("servers");
        Files.writeString(file, "# mine\nlab lab.example 99999\n\nhome localhost 8000\n", UTF_8);
        ServerBookmarks servers = new ConfigDirectory(home).servers(TlsTrust::systemDefault);

        assertThat(servers.all()).containsOnlyKeys("home");
        servers.add("lab", new ServerAddress("lab.example", 8000));
        assertThat(file).hasContent("# mine\n\nhome localhost 8000\nlab lab.example 8000\n");
    }

    @Test
    void byteOrderMarkOfTheBookmarksIsSkipped() throws IOException {
        Path file = home.resolve("servers");
        Files.writeString(file, "\ufeffhome localhost 8000\n", UTF_8);
        ServerBookmarks servers = new ConfigDirectory(home).servers(TlsTrust::systemDefault);

        assertThat(servers.find("home")).contains(new ServerAddress("localhost", 8000));
        servers.add("home", new ServerAddress("localhost", 8001));
        assertThat(file).hasContent("home localhost 8001\n");
    }

    @Test
    void inputHistoryIsPerServerAndPrivateToItsOwner() throws IOException {
        ConfigDirectory configDirectory = new ConfigDirectory(home);
        Path one = configDirectory
                .inputHistory(new ServerAddress("lab.example", 8000))
                .orElseThrow();
        Path other =
                configDirectory.inputHistory(new ServerAddress("::1", 8001)).orElseThrow();

        assertThat(one).exists().isNotEqualTo(other);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                .isEqualTo("rw-------");
    }
}
