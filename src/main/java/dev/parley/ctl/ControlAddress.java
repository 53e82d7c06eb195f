package dev.parley.ctl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The address of a control socket: a Unix domain socket, or on Windows a file with the port on the loopback address and a key.
 *
 * @param path the socket or the file
 * @param loopback whether it is such a file
 */
public record ControlAddress(Path path, boolean loopback) {

    /** The bytes of a path that every operating system accepts for a socket. */
    private static final int MOST_BYTES = 100;

    private static final int KEY_PARTS = 2;

    /** Returns the address at a path in the way of this operating system. */
    public static ControlAddress at(Path path) {
        return new ControlAddress(
                path, System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows"));
    }

    /** Returns the address beside a database file: {@code chat.sock} beside {@code chat.db}. */
    public static ControlAddress beside(Path database) {
        Path name = database.getFileName();
        String base = name == null ? "parley" : name.toString().replaceFirst("\\.db$", "");
        return at(database.resolveSibling(base + ".sock"));
    }

    /** Returns the sentence about a path that is too long for a socket; empty if it is not. */
    public Optional<String> problem() {
        int bytes = path.toString().getBytes(UTF_8).length;
        return loopback || bytes <= MOST_BYTES
                ? Optional.empty()
                : Optional.of("The path " + path + " has " + bytes + " bytes; a socket can have at most " + MOST_BYTES
                        + ". Set parley.console.socket to a shorter path.");
    }

    /**
     * Connects to the server.
     *
     * @return the channel; empty if no server answers
     */
    public Optional<SocketChannel> connect() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(loopback ? connectLoopback() : SocketChannel.open(UnixDomainSocketAddress.of(path)));
        } catch (ConnectException ignored) {
            return Optional.empty();
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("refused")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private SocketChannel connectLoopback() throws IOException {
        String[] parts = Files.readString(path, US_ASCII).strip().split(" ", -1);
        if (parts.length != KEY_PARTS || !parts[0].matches("[0-9]{1,5}")) {
            throw new IOException(path + " is not the file of a console");
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        try {
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[0])));
            ControlChannel.write(channel, parts[1]);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
