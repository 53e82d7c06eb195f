package dev.parley.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.chat.session.ChatServer;
import dev.parley.command.CommandRegistry;
import dev.parley.command.InviteLinks;
import dev.parley.ctl.ControlAddress;
import dev.parley.text.OwnerOnlyFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket of {@code parley ctl}: accepts any number of clients, each on a thread of its own. Only the account of
 * this process and the administrator of the machine may connect. Thread-safe.
 */
public final class ConsoleSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSocket.class);

    private static final int KEY_BYTES = 16;

    /** The number of clients at a time, far more than a machine has administrators. */
    private static final int MOST_CLIENTS = 32;

    private final ControlAddress address;
    private final ServerSocketChannel server;
    private final String key;
    private final BiConsumer<SocketChannel, String> handler;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private ConsoleSocket(
            ControlAddress address, ServerSocketChannel server, String key, BiConsumer<SocketChannel, String> handler) {
        this.address = address;
        this.server = server;
        this.key = key;
        this.handler = handler;
    }

    /**
     * Opens the socket. Removes one that a server has left behind.
     *
     * @param handler handles a client on a thread of its own until it ends, with the key that the client has to send first;
     *     the key is empty where the socket has a mode
     * @throws IOException if it cannot be opened; the message is a sentence
     */
    static ConsoleSocket open(ControlAddress address, BiConsumer<SocketChannel, String> handler) throws IOException {
        if (address.problem().isPresent()) {
            throw new IOException(address.problem().get());
        }
        removeStale(address);
        ConsoleSocket socket = address.loopback() ? openLoopback(address, handler) : openUnix(address, handler);
        Thread thread = new Thread(socket::accept, "parley-console-socket");
        thread.setDaemon(true);
        thread.start();
        return socket;
    }

    /**
     * Opens the socket of a server. If that is not possible, a server without an explicit setting has none.
     *
     * @param links makes the links of invitations
     * @param shutdown starts the shutdown and returns at once
     * @param required whether the operator has set the address
     * @return closes the socket
     * @throws IOException if a required socket cannot be opened; the message is a sentence
     */
    public static AutoCloseable open(
            ChatServer server, InviteLinks links, Runnable shutdown, ControlAddress address, boolean required)
            throws IOException {
        CommandRegistry<ConsoleContext> commands = ConsoleCommands.registry(links);
        try {
            return open(address, (client, key) -> ConsoleClient.serve(server, commands, shutdown, client, key));
        } catch (IOException e) {
            if (required) {
                throw e;
            }
            LOG.warn(
                    "There is no console socket, so “parley ctl” does not reach this server: {} Set parley.console.socket to"
                            + " another path.",
                    e.getMessage());
            return () -> {};
        }
    }

    private static void removeStale(ControlAddress address) throws IOException {
        Path path = address.path();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var other = address.connect();
        if (other.isPresent()) {
            other.get().close();
            throw new IOException("Another server listens on " + path + ".");
        }
        if (!address.loopback()
                && !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            throw new IOException(path + " exists and is not a socket.");
        }
        Files.delete(path);
    }

    private static ConsoleSocket openUnix(ControlAddress address, BiConsumer<SocketChannel, String> handler)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(address.path()));
            Files.setPosixFilePermissions(address.path(), PosixFilePermissions.fromString("rw-------"));
            return new ConsoleSocket(address, server, "", handler);
        } catch (IOException | UnsupportedOperationException e) {
            server.close();
            throw new IOException("The socket " + address.path() + " cannot be made (" + e.getMessage() + ").", e);
        }
    }

    private static ConsoleSocket openLoopback(ControlAddress address, BiConsumer<SocketChannel, String> handler)
            throws IOException {
        byte[] bits = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bits);
        String key = HexFormat.of().formatHex(bits);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            OwnerOnlyFile.createIfMissing(address.path());
            Files.writeString(address.path(), port + " " + key + "\n", US_ASCII);
            return new ConsoleSocket(address, server, key, handler);
        } catch (IOException e) {
            server.close();
            throw new IOException("The file " + address.path() + " cannot be written (" + e.getMessage() + ").", e);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                clients.removeIf(known -> !known.isOpen());
                if (clients.size() >= MOST_CLIENTS || !ConsoleAccount.mayConnect(client)) {
                    client.close();
                    continue;
                }
                clients.add(client);
                Thread thread = new Thread(() -> handler.accept(client, key), "parley-console-client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.warn("A client of the console socket was not accepted.", e);
                }
            }
        }
    }

    /** Disconnects all clients and deletes the socket. */
    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(address.path());
            for (SocketChannel client : clients) {
                client.close();
            }
        } catch (IOException e) {
            LOG.warn("The console socket {} was not closed.", address.path(), e);
        }
    }
}
