package dev.parley.websocket.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;

/** Tomcat's wrapper of a connected socket with small buffers, without a poller, and the client's end. */
final class SocketPair implements AutoCloseable {

    private static final int SMALL = 4_096;

    final Wrapper wrapper;
    private final SocketChannel client;
    private final SocketChannel accepted;

    /** Writes when the test calls {@link #continueWrite}, as the poller does when the socket accepts bytes again. */
    static final class Wrapper extends NioSocketWrapper {

        private Wrapper(NioChannel channel) {
            super(channel, new NioEndpoint());
        }

        @Override
        public void registerWriteInterest() {}

        /** Continues the pending write. */
        void continueWrite() {
            writeOperation.run();
        }

        /** Lets Tomcat appear to write, as when it answers a ping. */
        void beginOtherWrite() {
            writePending.acquireUninterruptibly();
        }

        void endOtherWrite() {
            writePending.release();
        }
    }

    SocketPair() {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open();
            client.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
            client.connect(server.getLocalAddress());
            accepted = server.accept();
            accepted.setOption(StandardSocketOptions.SO_SNDBUF, SMALL);
            accepted.configureBlocking(false);
            NioChannel channel = new NioChannel(new SocketBufferHandler(512, 512, false));
            wrapper = new Wrapper(channel);
            channel.reset(accepted, wrapper);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads this many bytes at the client. */
    byte[] read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (client.read(bytes) < 0) {
                throw new AssertionError("The socket was closed after " + bytes.position() + " bytes.");
            }
        }
        return bytes.array();
    }

    /** Reads this many bytes at the client, and continues the pending write meanwhile. */
    byte[] readAndContinueWrite(int count) throws IOException {
        client.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (client.read(bytes) == 0) {
                wrapper.continueWrite();
            }
        }
        client.configureBlocking(true);
        return bytes.array();
    }

    /** Returns the number of bytes that the client can read now, up to 1,024; -1 at the end. */
    int readNow() throws IOException {
        client.configureBlocking(false);
        int count = client.read(ByteBuffer.allocate(1_024));
        client.configureBlocking(true);
        return count;
    }

    /** Waits for the end of the connection at the client, and drops the bytes before it. */
    void awaitEnd() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1_024);
        while (client.read(bytes) >= 0) {
            bytes.clear();
        }
    }

    @Override
    public void close() {
        try (client;
                accepted) {
            // Closes both ends.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
