package dev.parley.websocket.tomcat;

import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Tomcat's upgrade to WebSocket, which also captures the socket. Public because Tomcat creates it by reflection. */
public final class SocketCapturingUpgradeHandler extends WsHttpUpgradeHandler {

    private @Nullable SocketHolder holder;

    /** Called by Tomcat. */
    public SocketCapturingUpgradeHandler() {}

    /** Sets the holder for the socket. */
    void setHolder(SocketHolder target) {
        holder = target;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        super.setSocketWrapper(wrapper);
        if (holder != null) {
            holder.set(wrapper);
        }
    }
}
