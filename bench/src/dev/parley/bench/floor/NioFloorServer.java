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

/**
 * The floor on Java channels. Bytes that the socket of a slow client does not accept are dropped; the benchmark counts
 * them as lost.
 */
public final class NioFloorServer {

    private static final int BACKLOG = 4096;

    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
    private final Selector selector = Selector.open();

    private NioFloorServer() throws IOException {}

    private record Connection(SocketChannel channel, BroadcastHandler handler) {}

    /** Listens until the process is terminated. */
    public static void main(String[] arguments) throws IOException {
        new NioFloorServer().run();
    }

    private void run() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println("port " + listener.socket().getLocalPort());
            while (true) {
                selector.select(this::onReady);
            }
        }
    }

    private void onReady(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel listener) {
                accept(listener);
            } else if (key.attachment() instanceof Connection connection) {
                read(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketChannel accepted = channel;
            BroadcastHandler handler =
                    new BroadcastHandler(bytes -> write(accepted, ByteBuffer.wrap(bytes)), this::broadcast);
            Connection connection = new Connection(channel, handler);
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
            connection.handler().onRead(input.flip());
        }
    }

    private void broadcast(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(frame.length).put(frame);
        for (Connection connection : connections) {
            if (connection.handler().isOpen()) {
                write(connection.channel(), bytes.rewind());
            }
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) {
        try {
            channel.write(bytes);
        } catch (IOException ignored) {
            // The next read fails as well and closes the connection.
            return;
        }
    }
}
