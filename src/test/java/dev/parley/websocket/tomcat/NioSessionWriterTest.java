package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.session.ReplyBudget;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/** Checks partial writes, a busy socket, the end of a session, and the stall time. */
class NioSessionWriterTest {

    private static final Duration QUIET = Duration.ofMillis(300);
    private static final int LARGE = 60_000;
    private static final int LARGE_FRAME = LARGE + 4;

    private final SocketPair sockets = new SocketPair();
    private final WriteBuffers buffers = new WriteBuffers();
    private final List<CloseStatus> closedWith = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final NioSessionWriter writer = newWriter(sockets);

    @AfterEach
    void close() {
        sockets.close();
    }

    /** Returns a writer whose loop does not run, so that only the test writes. */
    private NioSessionWriter newWriter(SocketPair pair) {
        WriterLoop closedLoop = new WriterLoop(1);
        closedLoop.close();
        return new NioSessionWriter(
                recorder(WebSocketSession.class, "close", CloseStatus.class, closedWith),
                pair.wrapper,
                closedLoop,
                Runnable::run,
                recorder(TaskScheduler.class, "schedule", Runnable.class, scheduled),
                Duration.ofSeconds(30),
                new ReplyBudget(0),
                new PongQueue(System::nanoTime));
    }

    private static <A> @Nullable Object record(Method method, Object[] args, String name, Class<A> kind, List<A> to) {
        if (method.getName().equals(name)) {
            to.add(kind.cast(args[0]));
        }
        return null;
    }

    /** Returns an object that records the first argument of the calls of one method. */
    private static <T, A> T recorder(Class<T> type, String method, Class<A> argument, List<A> arguments) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, args) -> record(called, args, method, argument, arguments)));
    }

    private static byte[] large(char letter) {
        return String.valueOf(letter).repeat(LARGE).getBytes(UTF_8);
    }

    private static void assertLargeFrame(byte[] frame, char letter) {
        assertThat(frame).hasSize(LARGE_FRAME).startsWith(0x81, 126, 0xea, 0x60);
        assertThat(Arrays.copyOfRange(frame, 4, LARGE_FRAME)).isEqualTo(large(letter));
    }

    private String readText(int length) throws IOException {
        byte[] frame = sockets.read(length + 2);
        assertThat(frame).startsWith(0x81, length);
        return new String(frame, 2, length, UTF_8);
    }

    @Test
    void frameIsWrittenDirectlyToTheSocket() throws Exception {
        writer.outboundQueue().offer("hello".getBytes(UTF_8));

        assertThat(writer.write(buffers)).isTrue();

        assertThat(readText(5)).isEqualTo("hello");
        assertThat(writer.stalledSince()).isZero();
    }

    @Test
    void onlyTheFirstSignalStartsAWrite() throws Exception {
        assertThat(writer.start()).isTrue();
        assertThat(writer.start()).isFalse();
        assertThat(writer.start()).isFalse();

        assertThat(writer.write(buffers)).isTrue();
        assertThat(writer.start()).isTrue();
    }

    @Test
    void duePingIsWrittenBeforeTheFrames() throws Exception {
        writer.outboundQueue().offer("hello".getBytes(UTF_8));
        writer.ping();

        assertThat(writer.write(buffers)).isTrue();

        assertThat(sockets.read(2)).isEqualTo(new byte[] {(byte) 0x89, 0});
        assertThat(readText(5)).isEqualTo("hello");
    }

    @Test
    void tomcatWritesTheRestBeforeAnythingElseIsPolled() throws Exception {
        writer.outboundQueue().offer(large('a'));
        assertThat(writer.write(buffers)).isTrue();
        assertThat(writer.stalledSince()).isNotZero();
        writer.outboundQueue().offer("next".getBytes(UTF_8));

        assertLargeFrame(sockets.readAndContinueWrite(LARGE_FRAME), 'a');
        assertThat(writer.stalledSince()).isZero();
        assertThat(sockets.readNow()).isZero();

        assertThat(writer.write(buffers)).isTrue();
        assertThat(readText(4)).isEqualTo("next");
        assertThat(writer.start()).isTrue();
    }

    @Test
    void restIsNotOverwrittenByTheNextSessionOfTheLoop() throws Exception {
        writer.outboundQueue().offer(large('a'));
        assertThat(writer.write(buffers)).isTrue();
        try (SocketPair others = new SocketPair()) {
            NioSessionWriter other = newWriter(others);
            other.outboundQueue().offer(large('b'));
            assertThat(other.write(buffers)).isTrue();

            assertLargeFrame(sockets.readAndContinueWrite(LARGE_FRAME), 'a');
            assertLargeFrame(others.readAndContinueWrite(LARGE_FRAME), 'b');
        }
    }

    @Test
    void restIsTriedAgainWhileTomcatWrites() throws Exception {
        sockets.wrapper.beginOtherWrite();
        writer.outboundQueue().offer(large('a'));
        assertThat(writer.write(buffers)).isFalse();
        assertThat(writer.write(buffers)).isFalse();
        assertThat(writer.stalledSince()).isZero();

        sockets.wrapper.endOtherWrite();
        assertThat(writer.write(buffers)).isTrue();
        assertLargeFrame(sockets.readAndContinueWrite(LARGE_FRAME), 'a');
    }

    @Test
    void nothingIsWrittenWhileTheSocketIsLocked() throws Exception {
        writer.outboundQueue().offer("hello".getBytes(UTF_8));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch unlock = new CountDownLatch(1);
        CompletableFuture<Void> holder = CompletableFuture.runAsync(() -> {
            sockets.wrapper.getLock().lock();
            try {
                locked.countDown();
                unlock.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                sockets.wrapper.getLock().unlock();
            }
        });
        locked.await();
        assertThat(writer.write(buffers)).isFalse();
        assertThat(sockets.readNow()).isZero();

        unlock.countDown();
        holder.join();
        assertThat(writer.write(buffers)).isTrue();
        assertThat(readText(5)).isEqualTo("hello");
        assertThat(sockets.wrapper.getLock().isLocked()).isFalse();
    }

    @Test
    void sessionIsClosedAfterItsLastFrame() throws Exception {
        writer.outboundQueue().close("bye".getBytes(UTF_8));
        writer.close(CloseStatus.GOING_AWAY);
        writer.close(CloseStatus.PROTOCOL_ERROR);

        assertThat(writer.write(buffers)).isTrue();

        assertThat(readText(3)).isEqualTo("bye");
        assertThat(writer.isClosed()).isTrue();
        assertThat(closedWith).containsExactly(CloseStatus.GOING_AWAY);
        assertThat(writer.isOpen())
                .as("the socket waits for the close frame of the client")
                .isTrue();
        scheduled.forEach(Runnable::run);
        assertThat(writer.isOpen()).isFalse();
    }

    @Test
    void sessionIsClosedAfterTheRestOfItsLastFrame() throws Exception {
        writer.outboundQueue().close(large('z'));
        assertThat(writer.write(buffers)).isTrue();
        assertThat(writer.isClosed()).isFalse();

        assertLargeFrame(sockets.readAndContinueWrite(LARGE_FRAME), 'z');
        assertThat(writer.isClosed()).isTrue();
        assertThat(closedWith).containsExactly(CloseStatus.NORMAL);
    }

    @Test
    void closedSessionWritesNothing() throws Exception {
        writer.outboundQueue().close(new byte[0]);
        assertThat(writer.write(buffers)).isTrue();
        writer.outboundQueue().offer("late".getBytes(UTF_8));

        assertThat(writer.start()).isFalse();
        assertThat(writer.write(buffers)).isTrue();
        assertThat(sockets.readNow()).isZero();
        assertThat(closedWith).hasSize(1);
    }

    @Test
    void abortDropsTheRestAndResetsTheConnection() throws Exception {
        writer.outboundQueue().offer(large('a'));
        assertThat(writer.write(buffers)).isTrue();

        writer.abort();

        assertThat(writer.isClosed()).isTrue();
        assertThat(writer.isOpen()).isFalse();
        assertThat(closedWith).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
        assertThatThrownBy(sockets::awaitEnd).isInstanceOf(IOException.class);
    }

    @Test
    void brokenSocketAbortsTheSession() throws Exception {
        sockets.close();
        writer.outboundQueue().offer("hello".getBytes(UTF_8));

        assertThat(writer.write(buffers)).isTrue();

        assertThat(writer.isClosed()).isTrue();
        assertThat(closedWith).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
        assertThat(sockets.wrapper.getLock().isLocked()).isFalse();
    }

    /** Accepts nothing, and records the stall time at the moment when Tomcat receives the rest of a write. */
    private static final class StallProbeSocket extends NioSocketWrapper {

        private NioSessionWriter sessionWriter;
        private long stalledSince;

        private StallProbeSocket() {
            super(new NioChannel(new SocketBufferHandler(512, 512, false)), new NioEndpoint());
        }

        @Override
        public void setWriteTimeout(long writeTimeout) {
            if (sessionWriter != null) {
                stalledSince = sessionWriter.stalledSince();
                throw new CancellationException();
            }
            super.setWriteTimeout(writeTimeout);
        }
    }

    /** Checks that the heart-beat monitor, if it runs at that moment, does not abort a session that was idle. */
    @Test
    void idleTimeBeforeAWriteIsNotStallTime() {
        WriterLoop closedLoop = new WriterLoop(1);
        closedLoop.close();
        StallProbeSocket socket = new StallProbeSocket();
        NioSessionWriter sessionWriter = new NioSessionWriter(
                null,
                socket,
                closedLoop,
                Runnable::run,
                null,
                Duration.ofSeconds(30),
                new ReplyBudget(0),
                new PongQueue(System::nanoTime));
        socket.sessionWriter = sessionWriter;
        long quiet = System.nanoTime() + QUIET.toNanos();
        Awaitility.await().until(() -> System.nanoTime() > quiet);

        sessionWriter.outboundQueue().offer("more than the socket has room for".getBytes(UTF_8));
        assertThatThrownBy(() -> sessionWriter.write(new WriteBuffers())).isInstanceOf(CancellationException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - socket.stalledSince)).isLessThan(QUIET);
    }
}
