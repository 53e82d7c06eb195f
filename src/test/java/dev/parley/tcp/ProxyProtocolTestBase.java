package dev.parley.tcp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.integration.Netcat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** Connects to a server that trusts this machine as a proxy. */
abstract class ProxyProtocolTestBase {

    static final String CLIENT = "203.0.113.7";
    static final String OTHER_CLIENT = "203.0.113.8";
    static final String PROXY = "127.0.0.1";
    static final Duration SECOND = Duration.ofSeconds(1);

    final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    final void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger("dev.parley")).addAppender(log);
    }

    @AfterEach
    final void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        ((Logger) LoggerFactory.getLogger("dev.parley")).detachAppender(log);
    }

    final <T extends AutoCloseable> T with(T closeable) {
        open.add(closeable);
        return closeable;
    }

    final OpenPort port(TcpSettings settings, ConnectionLimiter limiter) {
        return with(new OpenPort(settings, ServerLimits.defaults(), limiter));
    }

    final OpenPort port() {
        return port(ProxyHeaders.trusting(SECOND, PROXY), new ConnectionLimiter(0, 0));
    }

    final Socket connect(int number) throws IOException {
        Socket socket = with(new Socket());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
        socket.setSoTimeout(20_000);
        return socket;
    }

    final Netcat send(OpenPort port, byte[] bytes) throws IOException {
        Netcat client = with(Netcat.over(connect(port.number())));
        client.send(bytes);
        return client;
    }

    /** Returns the addresses of the users by nickname. */
    static Map<String, String> addresses(OpenPort port) {
        Map<String, String> addresses = new TreeMap<>();
        for (User user : port.chatServer().users()) {
            addresses.put(user.nickname().text(), user.clientInfo().address());
        }
        return addresses;
    }

    final List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
