package dev.parley.websocket.tomcat;

import java.util.Map;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** The socket of a session, once the session has one. */
final class SocketHolder {

    private static final String ATTRIBUTE = SocketHolder.class.getName();

    private volatile @Nullable SocketWrapperBase<?> wrapper;

    /** Puts a place for the socket among a session's attributes. */
    static SocketHolder among(Map<String, Object> attributes) {
        SocketHolder socketHolder = new SocketHolder();
        attributes.put(ATTRIBUTE, socketHolder);
        return socketHolder;
    }

    /** The socket of the session with these attributes; null if it is not known. */
    static @Nullable SocketWrapperBase<?> of(Map<String, Object> attributes) {
        return attributes.get(ATTRIBUTE) instanceof SocketHolder socketHolder ? socketHolder.wrapper : null;
    }

    void is(SocketWrapperBase<?> known) {
        wrapper = known;
    }
}
