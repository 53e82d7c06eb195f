package dev.parley.bench.floor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The floor by Java's own channels. Whoever takes nothing loses what it does not take, which the benchmark counts. */
public final class ChannelFloor {

    private static final int BACKLOG = 4096;

    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
    private final Selector selector = Selector.open();

    private ChannelFloor() throws IOException {}

    private record Connection(SocketChannel channel, Peer peer) {}

    /** Listens until it is ended. */
    public static void main(String[] none) throws IOException {
        new ChannelFloor().listen();
    }

    private void listen() throws IOException {
        try (ServerSocketChannel port = ServerSocketChannel.open()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            port.configureBlocking(false);
            port.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println("port " + port.socket().getLocalPort());
            while (true) {
                selector.select(this::ready);
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel port) {
                accept(port);
            } else if (key.attachment() instanceof Connection connection) {
                read(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocketChannel port) throws IOException {
        for (SocketChannel channel = port.accept(); channel != null; channel = port.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketChannel its = channel;
            Connection connection =
                    new Connection(channel, new Peer(bytes -> write(its, ByteBuffer.wrap(bytes)), this::everybody));
            connections.add(connection);
            channel.register(selector, SelectionKey.OP_READ, connection);
        }
    }

    private void read(Connection connection) throws IOException {
        input.clear();
        int length;
        try {
            length = connection.channel().read(input);
        } catch (IOException ignored) {
            length = -1;
        }
        if (length < 0) {
            connections.remove(connection);
            connection.channel().close();
        } else {
            connection.peer().read(input.flip());
        }
    }

    private void everybody(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(frame.length).put(frame);
        for (Connection connection : connections) {
            if (connection.peer().isOpen()) {
                write(connection.channel(), bytes.rewind());
            }
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) {
        try {
            channel.write(bytes);
        } catch (IOException ignored) {
            // Its end is read next, and taken care of there.
            return;
        }
    }
}
