package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.TestChatServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody on the terminal port, without a socket, before a house in which nothing happens by itself. */
public final class TestClient {

    /** So much the port reads at once. */
    private static final int READ_AT_ONCE = 16 * 1024;

    private final TestChatServer house;
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final Wire wire;

    /** Connects from an address, written in digits. */
    TestClient(TestChatServer house, List<Dialect> dialects, ConnectionLimiter connectionLimiter, String address) {
        this.house = house;
        this.wire = new Wire(
                new ConnectionInitializer(settings(), dialects, house.chatServer, connectionLimiter),
                new InetSocketAddress(address, 1));
        wire.config().setAllocator(memory);
        // As on the real port, which asks for what it wants to read.
        wire.config().setAutoRead(false);
        wire.open();
        wire.freezeTime();
        settle();
    }

    /** Connects to a port where these are spoken. */
    public static TestClient of(TestChatServer house, List<Dialect> dialects) {
        return new TestClient(house, dialects, new ConnectionLimiter(0, 0), "198.51.100.7");
    }

    private static TcpSettings settings() {
        return TcpSettings.on(List.of(0), "");
    }

    private static final class Wire extends EmbeddedChannel {
        private final SocketAddress remote;
        private boolean asked;

        private Wire(ChannelHandler handler, SocketAddress remote) {
            super(false, false, handler);
            this.remote = remote;
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return remote;
        }

        /** The port asks for more. */
        @Override
        protected void doBeginRead() {
            asked = true;
        }

        private boolean isAskedFor() {
            boolean was = asked;
            asked = false;
            return was && isOpen();
        }

        private void open() {
            try {
                register();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Sends bytes, which are read at once, and lets everything happen that follows; too late if it is closed. */
    public void sends(byte[] bytes) {
        if (isClosed()) {
            return;
        }
        wire.writeInbound(memory.buffer(bytes.length).writeBytes(bytes));
        settle();
    }

    public void sends(String text) {
        sends(text.getBytes(UTF_8));
    }

    /**
     * Sends as over a network: no more at once than the port reads at once, and nothing that it has not asked for.
     *
     * @return how many of the bytes it has taken
     */
    public int sendsWhatIsRead(byte[] bytes, int from) {
        int taken = from;
        while (taken < bytes.length && wire.isAskedFor()) {
            int length = Math.min(READ_AT_ONCE, bytes.length - taken);
            wire.writeInbound(memory.buffer(length).writeBytes(bytes, taken, length));
            taken += length;
            settle();
        }
        return taken;
    }

    /** How many bytes of buffers the port holds for it. */
    public long held() {
        return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
    }

    /** Sends and is gone before anything can come of it. */
    public void sendsAndGoes(String text) {
        wire.writeInbound(memory.buffer().writeBytes(text.getBytes(UTF_8)));
        breaks();
    }

    /** Takes nothing more of what it is sent. */
    public void takesNothing() {
        takes(false);
    }

    public void takesAgain() {
        takes(true);
    }

    private void takes(boolean anything) {
        wire.unsafe().outboundBuffer().setUserDefinedWritability(1, anything);
        settle();
    }

    /** Does nothing for so long. */
    public void waits(Duration time) {
        wire.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        wire.runScheduledPendingTasks();
        settle();
    }

    /** Sends nothing more. */
    public void hangsUp() {
        wire.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        settle();
    }

    /** Is gone without a word. */
    public void breaks() {
        wire.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        settle();
    }

    /** Lets everything happen that can. */
    public void settle() {
        do {
            wire.runPendingTasks();
        } while (house.settle() || wire.hasPendingTasks());
    }

    /** What has arrived since this was asked last. */
    public byte[] receivedBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf next = wire.readOutbound(); next != null; next = wire.readOutbound()) {
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

    /** Whether the server has closed the connection. */
    public boolean isClosed() {
        return !wire.isOpen();
    }

    /** Goes, and checks that all memory was given back and nothing went wrong. */
    public void leaksNothing() {
        wire.finishAndReleaseAll();
        wire.checkException();
        assertThat(held()).as("bytes of buffers that were not released").isZero();
    }
}
