package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ReplyBudget;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.junit.jupiter.api.Test;

/** Checks that a loop survives the failure of a session. */
class WriterLoopTest {

    /** Fails when it is written. */
    private static final class BrokenSocket extends NioSocketWrapper {

        private final CountDownLatch written = new CountDownLatch(1);

        private BrokenSocket() {
            super(new NioChannel(new SocketBufferHandler(512, 512, false)), new NioEndpoint());
        }

        @Override
        public ReentrantLock getLock() {
            written.countDown();
            throw new IllegalStateException("planted");
        }
    }

    @Test
    void loopWritesTheNextSessionAfterOneCanNeitherBeWrittenNorClosed() throws Exception {
        BrokenSocket first = new BrokenSocket();
        BrokenSocket second = new BrokenSocket();
        try (WriterLoop loop = new WriterLoop(1)) {
            sessionOn(first, loop).outboundQueue().offer("first".getBytes(UTF_8));
            assertThat(first.written.await(10, TimeUnit.SECONDS)).isTrue();

            sessionOn(second, loop).outboundQueue().offer("second".getBytes(UTF_8));

            assertThat(second.written.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static NioSessionWriter sessionOn(BrokenSocket socket, WriterLoop loop) {
        return new NioSessionWriter(
                null,
                socket,
                loop,
                task -> {
                    throw new RejectedExecutionException("planted");
                },
                null,
                Duration.ofSeconds(30),
                new ReplyBudget(0),
                new PongQueue(System::nanoTime));
    }
}
