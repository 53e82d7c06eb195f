package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.TlsTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The servers somebody goes to, by names of one's own: a small file, one server a line, {@code NAME HOST PORT}, and
 * {@code tls} behind it where that is spoken. What is not written so is left alone. Read anew each time, so that two clients do not undo each other's changes for long.
 */
final class ServerBookmarks {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,32}");

    private static final String TLS = "tls";

    private final Path file;
    private final Supplier<TlsTrust> tlsTrust;

    /**
     * The list in this file.
     *
     * @param tlsTrust whom one trusts where TLS is spoken
     */
    ServerBookmarks(Path file, Supplier<TlsTrust> tlsTrust) {
        this.file = file;
        this.tlsTrust = tlsTrust;
    }

    /** Whether a server can be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** All of them, in the order they were added. */
    Map<String, ServerAddress> all() {
        Map<String, ServerAddress> serverAddresses = new LinkedHashMap<>();
        for (String line : lines()) {
            entry(line).ifPresent(serverAddress -> serverAddresses.put(nameIn(line), serverAddress));
        }
        return serverAddresses;
    }

    /** The server of this name. */
    Optional<ServerAddress> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /**
     * Adds one, in the place of the one that was called so before.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    void add(String name, ServerAddress serverAddress) {
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> nameIn(line).equals(name));
        lines.add(name + " " + serverAddress.host() + " " + serverAddress.port()
                + (serverAddress.tlsTrust() == null ? "" : " " + TLS));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
        } catch (IOException ignored) {
            return List.of();
        }
    }

    private static String nameIn(String line) {
        return line.strip().split("\\s+", 2)[0];
    }

    private Optional<ServerAddress> entry(String line) {
        String[] parts = line.strip().split("\\s+", 0);
        boolean secret = parts.length == 4 && parts[3].equals(TLS);
        if ((parts.length != 3 && !secret) || !isName(parts[0]) || !parts[2].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ServerAddress(parts[1], Integer.parseInt(parts[2]), secret ? tlsTrust.get() : null));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }
}
