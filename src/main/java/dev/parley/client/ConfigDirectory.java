package dev.parley.client;

import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.TlsTrust;
import dev.parley.text.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The directory of the client's files.
 *
 * @param path {@code parley} below {@code XDG_CONFIG_HOME}, or below {@code .config} of the home directory
 */
record ConfigDirectory(Path path) {

    /**
     * Returns the directory of the current user.
     *
     * @param userHome the home directory, if the environment names none
     */
    static ConfigDirectory of(Map<String, String> environment, String userHome) {
        String named = environment.getOrDefault("HOME", "");
        String home = named.startsWith("/") ? named : userHome;
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // A relative path is ignored (XDG Base Directory Specification).
        Path base = configured.startsWith("/") ? Path.of(configured) : Path.of(home, ".config");
        return new ConfigDirectory(base.resolve("parley"));
    }

    /** Returns the bookmarks, with the trust for servers with TLS. */
    ServerBookmarks servers(Supplier<TlsTrust> tlsTrust) {
        return new ServerBookmarks(path.resolve("servers"), tlsTrust);
    }

    /**
     * Returns the file of the input history of a server, which only the user can read.
     *
     * @return empty if the file cannot be created
     */
    Optional<Path> inputHistory(ServerAddress address) {
        String name = (address.host() + "_" + address.port()).replaceAll("[^A-Za-z0-9._-]", "_");
        Path file = path.resolve("history").resolve(name);
        try {
            Files.createDirectories(file.getParent());
            OwnerOnlyFile.createIfMissing(file);
            return Optional.of(file);
        } catch (IOException ignored) {
            return Optional.empty();
        }
    }
}
