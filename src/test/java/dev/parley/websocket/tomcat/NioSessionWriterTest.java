package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Checks the stall time of a session whose socket accepts only a part of a write. */
class NioSessionWriterTest {

    private static final Duration QUIET = Duration.ofMillis(300);

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
        NioSessionWriter sessionWriter =
                new NioSessionWriter(null, socket, closedLoop, Runnable::run, null, Duration.ofSeconds(30));
        socket.sessionWriter = sessionWriter;
        long quiet = System.nanoTime() + QUIET.toNanos();
        Awaitility.await().until(() -> System.nanoTime() > quiet);

        sessionWriter.outboundQueue().offer("more than the socket has room for".getBytes(UTF_8));
        assertThatThrownBy(() -> sessionWriter.write(new WriteBuffers())).isInstanceOf(CancellationException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - socket.stalledSince)).isLessThan(QUIET);
    }
}
