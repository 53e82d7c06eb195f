package dev.parley.websocket.tomcat;

import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Tomcat's own upgrade to WebSocket, which also lets us know the socket. Public because Tomcat makes it by reflection. */
public final class SocketCapturingUpgradeHandler extends WsHttpUpgradeHandler {

    private @Nullable SocketHolder socketHolder;

    /** As Tomcat wants it. */
    public SocketCapturingUpgradeHandler() {}

    /** Where the socket is to be noted. */
    void noteIn(SocketHolder place) {
        socketHolder = place;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        super.setSocketWrapper(wrapper);
        if (socketHolder != null) {
            socketHolder.is(wrapper);
        }
    }
}
