package dev.parley.websocket.tomcat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/** Spring's upgrade to WebSocket, with {@link SocketUpgrade} in the place of Tomcat's handler. */
final class UpgradeWithSocket extends StandardWebSocketUpgradeStrategy {

    @Override
    public void upgrade(
            ServerHttpRequest request,
            ServerHttpResponse response,
            @Nullable String protocol,
            List<WebSocketExtension> extensions,
            @Nullable Principal user,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        Socket socket = Socket.among(attributes);
        ServerHttpRequest upgrading =
                new ServletServerHttpRequest(new Upgrading(getHttpServletRequest(request), socket));
        super.upgrade(upgrading, response, protocol, extensions, user, handler, attributes);
    }

    private static final class Upgrading extends HttpServletRequestWrapper {
        private final Socket socket;

        private Upgrading(HttpServletRequest request, Socket socket) {
            super(request);
            this.socket = socket;
        }

        @Override
        public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
            if (type != WsHttpUpgradeHandler.class) {
                return super.upgrade(type);
            }
            SocketUpgrade upgrade = super.upgrade(SocketUpgrade.class);
            upgrade.noteIn(socket);
            return type.cast(upgrade);
        }
    }
}
