package dev.parley.websocket.tomcat;

import java.util.Map;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Holds what Tomcat creates for a session: the socket, which is unknown until the upgrade, and the pong that is due. */
final class SocketHolder {

    private static final String ATTRIBUTE = SocketHolder.class.getName();

    private final PongQueue pongs = new PongQueue(System::nanoTime);
    private volatile @Nullable SocketWrapperBase<?> wrapper;

    /** Adds a holder to the attributes of a session. */
    static SocketHolder addTo(Map<String, Object> attributes) {
        SocketHolder holder = new SocketHolder();
        attributes.put(ATTRIBUTE, holder);
        return holder;
    }

    /** Returns the holder of a session by its attributes; null if there is none. */
    static @Nullable SocketHolder of(Map<String, Object> attributes) {
        return attributes.get(ATTRIBUTE) instanceof SocketHolder holder ? holder : null;
    }

    /** Returns the socket; null before the upgrade. */
    @Nullable
    SocketWrapperBase<?> wrapper() {
        return wrapper;
    }

    void set(SocketWrapperBase<?> socket) {
        wrapper = socket;
    }

    /** Returns the queue of the pong that is due. */
    PongQueue pongs() {
        return pongs;
    }
}
