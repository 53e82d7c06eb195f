package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.chat.session.TestChatServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connects to the TCP server over an embedded channel with a manual clock. */
public final class TestClient {

    /** The largest read of the real server. */
    private static final int MAX_READ = 16 * 1024;

    private static final int PORT = 8000;

    private final TestChatServer server;
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final ClientChannel channel;

    /** Connects from a numeric address. */
    TestClient(TestChatServer server, List<Dialect> dialects, ConnectionLimiter connectionLimiter, String address) {
        this(
                server,
                new ConnectionInitializer(
                        settings(), dialects, server.chatServer, connectionLimiter, new ReplyBudget(0)),
                address);
    }

    private TestClient(TestChatServer server, ChannelHandler initializer, String address) {
        this.server = server;
        this.channel = new ClientChannel(new InetSocketAddress(address, 1));
        channel.config().setAllocator(allocator);
        // The real server requests each read.
        channel.config().setAutoRead(false);
        channel.open(initializer);
        settle();
    }

    /** Connects to a server, logs in under a nickname, and discards what the server has sent. */
    public static TestClient loggedIn(TestChatServer server, String name) {
        TestClient client = of(server, OpenPort.dialects(server.chatServer));
        client.send(name + "\n");
        client.received();
        return client;
    }

    /** Connects to a server with these dialects. */
    public static TestClient of(TestChatServer server, List<Dialect> dialects) {
        return new TestClient(server, dialects, new ConnectionLimiter(0, 0), "198.51.100.7");
    }

    /** Connects from a numeric address to a server with these settings. */
    static TestClient of(
            TestChatServer server, List<? extends Dialect> dialects, TcpSettings settings, String address) {
        return new TestClient(
                server,
                new ConnectionInitializer(
                        settings,
                        List.copyOf(dialects),
                        server.chatServer,
                        new ConnectionLimiter(0, 0),
                        new ReplyBudget(0)),
                address);
    }

    /** Connects to a port that sends {@code NICK}. */
    public static TestClient onNickPort(TestChatServer server, List<Dialect> dialects) {
        ConnectionInitializer initializer = new ConnectionInitializer(
                settings(), dialects, server.chatServer, new ConnectionLimiter(0, 0), new ReplyBudget(0));
        return new TestClient(server, initializer.requestingNick(), "198.51.100.7");
    }

    private static TcpSettings settings() {
        return TcpSettings.on(List.of(0), "");
    }

    private static final class ClientChannel extends EmbeddedChannel {
        private final SocketAddress remote;
        private boolean readRequested;

        private ClientChannel(SocketAddress remote) {
            super(false, false);
            this.remote = remote;
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return remote;
        }

        @Override
        protected void doBeginRead() {
            readRequested = true;
        }

        private boolean consumeReadRequest() {
            boolean requested = readRequested;
            readRequested = false;
            return requested && isOpen();
        }

        /** Stops the time before the handlers start their timers, so that a slow machine shortens none of them. */
        private void open(ChannelHandler handler) {
            try {
                register();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            freezeTime();
            readRequested = false;
            pipeline().addLast(handler);
            pipeline().fireChannelActive();
        }
    }

    /** Sends bytes and runs all pending tasks; has no effect on a closed connection. */
    public void send(byte[] bytes) {
        if (isClosed()) {
            return;
        }
        channel.writeInbound(allocator.buffer(bytes.length).writeBytes(bytes));
        settle();
    }

    public void send(String text) {
        send(text.getBytes(UTF_8));
    }

    /**
     * Sends bytes as a network does: in reads of limited size, and only when the server requests them.
     *
     * @return the offset after the last byte sent
     */
    public int sendRequested(byte[] bytes, int from) {
        int sent = from;
        while (sent < bytes.length && channel.consumeReadRequest()) {
            int length = Math.min(MAX_READ, bytes.length - sent);
            channel.writeInbound(allocator.buffer(length).writeBytes(bytes, sent, length));
            sent += length;
            settle();
        }
        return sent;
    }

    /** Returns the bytes of buffers that the server holds for this connection. */
    public long bufferedBytes() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    /** Sends bytes and resets the connection before the server processes them. */
    public void sendAndReset(String text) {
        channel.writeInbound(allocator.buffer().writeBytes(text.getBytes(UTF_8)));
        reset();
    }

    /** Makes the channel unwritable for the server. */
    public void stopReading() {
        setReading(false);
    }

    public void resumeReading() {
        setReading(true);
    }

    private void setReading(boolean isReading) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isReading);
        settle();
    }

    /** Advances the clock and runs the tasks that are due. */
    public void advanceTime(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        settle();
    }

    /** Closes the output of the client. */
    public void closeOutput() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        settle();
    }

    /** Resets the connection. */
    public void reset() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        // Netty treats a failed read as the end of input as well.
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        settle();
    }

    /** Runs all pending tasks. */
    public void settle() {
        do {
            channel.runPendingTasks();
        } while (server.settle() || channel.hasPendingTasks());
    }

    /** Returns the bytes received since the last call. */
    public byte[] receivedBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            byte[] bytes = new byte[next.readableBytes()];
            next.readBytes(bytes);
            all.writeBytes(bytes);
            next.release();
        }
        return all.toByteArray();
    }

    public String received() {
        return new String(receivedBytes(), UTF_8);
    }

    public boolean isClosed() {
        return !channel.isOpen();
    }

    /** Closes the connection and checks for exceptions and unreleased buffers. */
    public void assertNoLeaks() {
        channel.finishAndReleaseAll();
        channel.checkException();
        assertThat(bufferedBytes())
                .as("bytes of buffers that were not released")
                .isZero();
    }
}
