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

/** A line whose socket has no room for all. */
class NioSessionWriterTest {

    private static final Duration QUIET = Duration.ofMillis(300);

    /** A socket that is looked at in the very moment in which Tomcat is given the rest, and takes nothing. */
    private static final class Looked extends NioSocketWrapper {

        private NioSessionWriter line;
        private long stalledSince;

        private Looked() {
            super(new NioChannel(new SocketBufferHandler(512, 512, false)), new NioEndpoint());
        }

        @Override
        public void setWriteTimeout(long writeTimeout) {
            if (line != null) {
                stalledSince = line.stalledSince();
                throw new CancellationException();
            }
            super.setWriteTimeout(writeTimeout);
        }
    }

    /** Whoever looks after lines would take it for deaf else, and cut it, if it looks in that moment. */
    @Test
    void whatWasQuietForLongHasNotBeenStalledAllThatTime() {
        WriterLoop atRest = new WriterLoop(1);
        atRest.close();
        Looked socket = new Looked();
        NioSessionWriter line = new NioSessionWriter(null, socket, atRest, Runnable::run, null, Duration.ofSeconds(30));
        socket.line = line;
        long quiet = System.nanoTime() + QUIET.toNanos();
        Awaitility.await().until(() -> System.nanoTime() > quiet);

        line.outboundQueue().offer("more than the socket has room for".getBytes(UTF_8));
        assertThatThrownBy(() -> line.write(new WriteBuffers())).isInstanceOf(CancellationException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - socket.stalledSince)).isLessThan(QUIET);
    }
}
