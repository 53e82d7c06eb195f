package dev.parley.websocket.tomcat;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.server.WsHandshakeRequest;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.apache.tomcat.websocket.server.WsServerContainer;
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
    public void preInit(
            ServerEndpointConfig config,
            WsServerContainer container,
            WsHandshakeRequest request,
            List<Extension> extensions,
            @Nullable String protocol,
            @Nullable Transformation transformation,
            Map<String, String> pathParameters,
            boolean secure) {
        super.preInit(
                config,
                container,
                request,
                extensions,
                protocol,
                holder == null ? transformation : new PongTransformation(holder.pongs(), transformation),
                pathParameters,
                secure);
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        super.setSocketWrapper(wrapper);
        if (holder != null) {
            holder.set(wrapper);
        }
    }
}
