package dev.parley.websocket.tomcat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
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

/** Spring's upgrade to WebSocket, with {@link SocketCapturingUpgradeHandler} in place of Tomcat's handler. */
final class SocketCapturingUpgradeStrategy extends StandardWebSocketUpgradeStrategy {

    @Override
    public void upgrade(
            ServerHttpRequest request,
            ServerHttpResponse response,
            @Nullable String protocol,
            List<WebSocketExtension> extensions,
            @Nullable Principal user,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        SocketHolder holder = SocketHolder.addTo(attributes);
        ServerHttpRequest upgrading =
                new ServletServerHttpRequest(new Upgrading(getHttpServletRequest(request), holder));
        super.upgrade(upgrading, response, protocol, extensions, user, handler, attributes);
    }

    private static final class Upgrading extends HttpServletRequestWrapper {
        private final SocketHolder holder;

        private Upgrading(HttpServletRequest request, SocketHolder holder) {
            super(request);
            this.holder = holder;
        }

        /** Names no headers, which Tomcat and Spring would copy and keep for each session; they are read before by name. */
        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
            if (type != WsHttpUpgradeHandler.class) {
                return super.upgrade(type);
            }
            SocketCapturingUpgradeHandler upgrade = super.upgrade(SocketCapturingUpgradeHandler.class);
            upgrade.setHolder(holder);
            return type.cast(upgrade);
        }
    }
}
