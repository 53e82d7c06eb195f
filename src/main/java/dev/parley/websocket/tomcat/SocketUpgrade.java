package dev.parley.websocket.tomcat;

import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Tomcat's own upgrade to WebSocket, which also lets us know the socket. Public because Tomcat makes it by reflection. */
public final class SocketUpgrade extends WsHttpUpgradeHandler {

    private @Nullable Socket socket;

    /** As Tomcat wants it. */
    public SocketUpgrade() {}

    /** Where the socket is to be noted. */
    void noteIn(Socket place) {
        socket = place;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        super.setSocketWrapper(wrapper);
        if (socket != null) {
            socket.is(wrapper);
        }
    }
}
