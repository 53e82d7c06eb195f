package dev.parley.websocket.tomcat;

import dev.parley.websocket.BlockingSessionWriterFactory;
import dev.parley.websocket.SessionWriter;
import dev.parley.websocket.SessionWriterFactory;
import jakarta.websocket.Session;
import java.time.Duration;
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
        SocketWrapperBase<?> wrapper = SocketHolder.of(session.getAttributes());
        if (session instanceof StandardWebSocketSession && wrapper != null && wrapper.hasAsyncIO()) {
            return new NioSessionWriter(session, wrapper, loops.next(), plain.writers(), scheduler, stalledAfter);
        }
        return plain.create(session);
    }

    /** Limits the time of Tomcat's own writes, pong and close frames, as well. */
    private void limit(Map<String, Object> properties) {
        properties.put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, stalledAfter.toMillis());
        properties.put(Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, CLOSE_WITHIN_MILLIS);
        properties.put(Constants.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT_PROPERTY, CLOSE_WITHIN_MILLIS);
    }
}
