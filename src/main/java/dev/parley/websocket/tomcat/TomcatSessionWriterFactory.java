package dev.parley.websocket.tomcat;

import dev.parley.websocket.BlockingSessionWriterFactory;
import dev.parley.websocket.SessionWriter;
import dev.parley.websocket.SessionWriterFactory;
import jakarta.websocket.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.Constants;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;

/** Creates writers on Tomcat's sockets for sessions with a captured socket, and blocking ones for all others. */
final class TomcatSessionWriterFactory implements SessionWriterFactory {

    private static final long CLOSE_WITHIN_MILLIS = 1_000;

    /** The time that Tomcat's own close frame may block the thread that reads. */
    private static final long CLOSE_FRAME_WITHIN_MILLIS = 50;

    private final BlockingSessionWriterFactory plain;
    private final WriterLoopGroup loops;
    private final TaskScheduler scheduler;
    private final Duration stalledAfter;

    TomcatSessionWriterFactory(
            BlockingSessionWriterFactory plain, WriterLoopGroup loops, TaskScheduler scheduler, Duration stalledAfter) {
        this.plain = plain;
        this.loops = loops;
        this.scheduler = scheduler;
        this.stalledAfter = stalledAfter;
    }

    @Override
    public SessionWriter create(WebSocketSession session) {
        if (session instanceof NativeWebSocketSession wrapping) {
            Session tomcats = wrapping.getNativeSession(Session.class);
            if (tomcats != null) {
                limit(tomcats.getUserProperties());
            }
        }
        SocketHolder holder = SocketHolder.of(session.getAttributes());
        SocketWrapperBase<?> wrapper = holder == null ? null : holder.wrapper();
        if (holder == null || wrapper == null || !wrapper.hasAsyncIO()) {
            return plain.create(session);
        }
        PongQueue pongs = holder.pongs();
        if (session instanceof StandardWebSocketSession) {
            NioSessionWriter writer = new NioSessionWriter(
                    session, wrapper, loops.next(), plain.writers(), scheduler, stalledAfter, plain.budget(), pongs);
            pongs.setListener(new PongQueue.Listener(writer::onFilled, this::sendPongLater));
            return writer;
        }
        // SockJS encodes the frames of its own WebSockets, which Tomcat writes.
        pongs.setListener(new PongWriter(wrapper, pongs, stalledAfter, this::sendPongLater).listener());
        return plain.create(session);
    }

    private void sendPongLater(Runnable task) {
        var unused = scheduler.schedule(task, Instant.now().plus(PongQueue.LEAST_BETWEEN));
    }

    /** Limits the time of Tomcat's own writes, pong and close frames, as well. */
    private void limit(Map<String, Object> properties) {
        properties.put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, stalledAfter.toMillis());
        properties.put(Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, CLOSE_WITHIN_MILLIS);
        properties.put(Constants.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT_PROPERTY, CLOSE_FRAME_WITHIN_MILLIS);
    }
}
