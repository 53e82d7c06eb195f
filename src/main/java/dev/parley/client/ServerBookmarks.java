package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.TlsTrust;
import dev.parley.text.ByteOrderMark;
import dev.parley.text.OwnerOnlyFile;
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
import org.jspecify.annotations.Nullable;

/**
 * The user's bookmarks of servers: a file with one server per line, {@code NAME HOST PORT}, and {@code tls} at the end
 * for TLS. Other lines are kept. Read anew each time, so that two clients rarely undo each other's changes.
 */
final class ServerBookmarks {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,32}");

    private static final String TLS = "tls";

    private final Path file;
    private final Supplier<TlsTrust> tlsTrust;

    /**
     * Opens the bookmarks in a file.
     *
     * @param tlsTrust the trust for servers with TLS
     */
    ServerBookmarks(Path file, Supplier<TlsTrust> tlsTrust) {
        this.file = file;
        this.tlsTrust = tlsTrust;
    }

    /** Returns whether a text can be a name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Returns all bookmarks, in order of addition. */
    Map<String, ServerAddress> all() {
        Map<String, ServerAddress> serverAddresses = new LinkedHashMap<>();
        for (String line : lines()) {
            entry(line).ifPresent(address -> serverAddresses.put(nameIn(line), address));
        }
        return serverAddresses;
    }

    /** Returns the server of a name. */
    Optional<ServerAddress> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /**
     * Adds a bookmark, in place of one with the same name.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    void add(String name, ServerAddress address) {
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> nameIn(line).equals(name));
        lines.add(name + " " + address.host() + " " + address.port() + (address.tlsTrust() == null ? "" : " " + TLS));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            OwnerOnlyFile.createIfMissing(file);
            Files.write(file, lines, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the address of a server, see {@link ServerAddress#parse}.
     *
     * @throws IllegalArgumentException if the host or the port is invalid
     */
    ServerAddress address(String host, @Nullable String port, boolean tls) {
        return ServerAddress.parse(host, port, tls ? tlsTrust.get() : null);
    }

    private List<String> lines() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            List<String> lines = new ArrayList<>(Files.readAllLines(file, UTF_8));
            if (!lines.isEmpty()) {
                lines.set(0, ByteOrderMark.skip(lines.get(0)));
            }
            return lines;
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
            return Optional.of(address(parts[1], parts[2], secret));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }
}
