package dev.parley.protocol;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.load.TestTransport;
import dev.parley.websocket.WebTestServer;
import org.springframework.context.ConfigurableApplicationContext;

/** The contract over WebSocket. */
class StompOverWebSocketTest extends StompSessionContract {

    private ConfigurableApplicationContext context;

    @Override
    void start(ChatServer server, LoginThrottle throttle) {
        context = WebTestServer.run(server, throttle);
    }

    @Override
    TestTransport open(TestTransport.Listener listener) {
        return TestTransport.Kind.WEBSOCKET.open(WebTestServer.port(context), 0, listener);
    }

    @Override
    int openConnections() {
        return WebTestServer.openConnections(context);
    }

    @Override
    void stop() {
        context.close();
    }
}
