package dev.parley.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.terminal.session.Server;
import dev.parley.terminal.session.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {

    @TempDir
    private Path home;

    @Test
    void itLiesWhereTheConfigurationLies() {
        assertThat(Folder.of(Map.of("XDG_CONFIG_HOME", "/x"), "/home/ada").path())
                .isEqualTo(Path.of("/x/parley"));
        assertThat(Folder.of(Map.of("XDG_CONFIG_HOME", "x"), "/home/ada").path())
                .isEqualTo(Path.of("/home/ada/.config/parley"));
        assertThat(Folder.of(Map.of(), "/home/ada").path()).isEqualTo(Path.of("/home/ada/.config/parley"));
        assertThat(Folder.of(Map.of("HOME", "/tmp/h"), "/home/ada").path()).isEqualTo(Path.of("/tmp/h/.config/parley"));
    }

    @Test
    void serversAreFoundAgainAndTheSameNameMeansTheLastOne() {
        ServerList servers = new Folder(home.resolve("new/parley")).servers(Trust::usual);
        assertThat(servers.all()).isEmpty();

        servers.add("lab", new Server("old.example", 8000));
        servers.add("home", new Server("localhost", 8000));
        servers.add("lab", new Server("lab.example", 8001));

        assertThat(servers.all()).containsOnlyKeys("home", "lab");
        assertThat(servers.find("lab")).contains(new Server("lab.example", 8001));
        servers.add("secret", new Server("lab.example", 8443, Trust.usual()));
        assertThat(servers.find("secret")).contains(new Server("lab.example", 8443, Trust.usual()));
        assertThat(servers.find("la")).isEmpty();
    }

    @Test
    void whatIsNoServerIsPassedOverAndKept() throws IOException {
        Path file = home.resolve("servers");
        Files.writeString(file, "# mine\nlab lab.example 99999\n\nhome localhost 8000\n", UTF_8);
        ServerList servers = new Folder(home).servers(Trust::usual);

        assertThat(servers.all()).containsOnlyKeys("home");
        servers.add("lab", new Server("lab.example", 8000));
        assertThat(file).hasContent("# mine\n\nhome localhost 8000\nlab lab.example 8000\n");
    }

    @Test
    void eachServerHasItsHistoryForItsOwnerOnly() throws IOException {
        Folder folder = new Folder(home);
        Path one = folder.typedAt(new Server("lab.example", 8000)).orElseThrow();
        Path other = folder.typedAt(new Server("::1", 8001)).orElseThrow();

        assertThat(one).exists().isNotEqualTo(other);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                .isEqualTo("rw-------");
    }
}
