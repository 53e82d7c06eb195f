package dev.parley.websocket.tomcat;

import java.util.Map;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Holds the socket of a session; empty until the upgrade. */
final class SocketHolder {

    private static final String ATTRIBUTE = SocketHolder.class.getName();

    private volatile @Nullable SocketWrapperBase<?> wrapper;

    /** Adds a holder to the attributes of a session. */
    static SocketHolder addTo(Map<String, Object> attributes) {
        SocketHolder holder = new SocketHolder();
        attributes.put(ATTRIBUTE, holder);
        return holder;
    }

    /** Returns the socket of a session by its attributes; null if it is unknown. */
    static @Nullable SocketWrapperBase<?> of(Map<String, Object> attributes) {
        return attributes.get(ATTRIBUTE) instanceof SocketHolder holder ? holder.wrapper : null;
    }

    void set(SocketWrapperBase<?> socket) {
        wrapper = socket;
    }
}
