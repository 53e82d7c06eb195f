package dev.parley.protocol;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.load.TestTransport;
import dev.parley.tcp.OpenPort;
import dev.parley.tcp.TcpServer;
import dev.parley.tcp.TcpSettings;
import java.util.List;

/** The contract over TCP. */
class StompOverTcpTest extends StompSessionContract {

    private TcpServer tcpServer;

    @Override
    void start(ChatServer server, LoginThrottle throttle) {
        tcpServer = new TcpServer(
                TcpSettings.on(List.of(0), ""),
                null,
                OpenPort.dialects(server, throttle),
                server,
                new ConnectionLimiter(0, 0),
                new ReplyBudget(0));
        tcpServer.start();
    }

    @Override
    TestTransport open(TestTransport.Listener listener) {
        return TestTransport.Kind.TCP.open(0, tcpServer.ports().get(0), listener);
    }

    @Override
    int openConnections() {
        return tcpServer.openConnections();
    }

    @Override
    void stop() {
        tcpServer.stop();
    }

    /** Other first frames are input of other dialects. */
    @Override
    boolean isOnlyStomp() {
        return false;
    }
}
