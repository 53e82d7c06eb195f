package dev.parley.websocket;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionTracker;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.protocol.StompRequest;
import dev.parley.protocol.StompSessionFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.sockjs.transport.SockJsSession;

/**
 * The web transport: all sessions of the endpoint, logged in or not. Closes before the web server does, because its
 * graceful shutdown would wait for SockJS streams. Thread-safe.
 */
final class WebSocketEndpoint implements TransportEndpoint, SmartLifecycle {

    private static final DisconnectReason SHUTTING_DOWN = DisconnectReason.shuttingDown();

    private static final Duration TOLD_WITHIN = Duration.ofMillis(1_500);
    private static final Duration READ_WITHIN = Duration.ofSeconds(1);
    private static final Duration NOW_AND_THEN = Duration.ofMillis(10);

    private final ChatServer server;
    private final ConnectionLimiter limiter;
    private final StompSessionFactory sessions;
    private final SessionWriterFactory factory;
    private final Supplier<TaskScheduler> scheduler;
    private final Supplier<String> address;
    private final ConnectionTracker<WebSocketConnection> all = new ConnectionTracker<>(
            connection -> connection.clientInfo().dialect(),
            webSocketConnection -> webSocketConnection.outboundQueue().delivered());

    /** Sessions that are closed while their clients may still read; see {@link #removeClosed}. */
    private final Set<SessionWriter> closingWriters = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;
    private volatile boolean running;

    /**
     * Creates an endpoint without connections.
     *
     * @param server the server
     * @param limiter counts the connections of all transports
     * @param sessions opens the sessions of the protocol
     * @param factory creates the writers
     * @param scheduler returns what runs the delayed tasks of connections
     * @param address returns the address of the page, once it is known
     */
    WebSocketEndpoint(
            ChatServer server,
            ConnectionLimiter limiter,
            StompSessionFactory sessions,
            SessionWriterFactory factory,
            Supplier<TaskScheduler> scheduler,
            Supplier<String> address) {
        this.server = server;
        this.limiter = limiter;
        this.sessions = sessions;
        this.factory = factory;
        this.scheduler = scheduler;
        this.address = address;
    }

    /**
     * Registers an opened session, or refuses it.
     *
     * @param handler receives the requests of the client
     */
    WebSocketConnection open(WebSocketSession session, Consumer<StompRequest> handler) {
        SessionWriter writer = factory.create(session);
        String dialect = session instanceof SockJsSession ? "sockjs" : "websocket";
        InetAddress from = addressOf(session);
        String written = from == null ? "unknown" : IpAddresses.format(from);
        boolean confidential =
                session.getPrincipal() instanceof AddressPrincipalRequest.ClientAddress client && client.confidential();
        ClientInfo clientInfo = new ClientInfo("browser", dialect, written, confidential);
        WebSocketConnection connection = new WebSocketConnection(
                server, sessions, clientInfo, writer, new ActivityTracker(System.nanoTime()), scheduler.get(), handler);
        Optional<DisconnectReason> banned = server.sanctionEnforcer().checkAddress(written);
        if (banned.isPresent()) {
            refuse(connection, banned.get());
            return connection;
        }
        ConnectionLimiter.Decision decision = limiter.tryAcquire(written, from != null && from.isLoopbackAddress());
        if (decision == ConnectionLimiter.Decision.ENTERED) {
            all.add(connection);
            if (stopping) {
                connection.disconnect(SHUTTING_DOWN);
            }
        } else {
            refuse(
                    connection,
                    decision == ConnectionLimiter.Decision.FULL
                            ? DisconnectReason.serverFull()
                            : DisconnectReason.addressLimit());
        }
        return connection;
    }

    private void refuse(WebSocketConnection connection, DisconnectReason reason) {
        connection.refuse(reason);
        server.events().connectionRefused(connection.clientInfo().address(), reason);
    }

    private static @Nullable InetAddress addressOf(WebSocketSession session) {
        InetSocketAddress remote = session.getRemoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    /** Registers the end of a session. */
    void closed(WebSocketConnection connection, CloseStatus status) {
        connection.onClosed(CloseCodes.closeCauseOf(status));
        if (all.remove(connection)) {
            limiter.release(connection.clientInfo().address());
            closingWriters.add(connection.sessionWriter());
        }
    }

    /** Returns all open connections. */
    Iterable<WebSocketConnection> all() {
        return all.connections();
    }

    @Override
    public List<String> connectInstructions() {
        return List.of(address.get());
    }

    @Override
    public int openConnections() {
        return all.connections().size();
    }

    @Override
    public Map<String, Integer> dialects() {
        return all.dialects();
    }

    @Override
    public long delivered() {
        return all.delivered();
    }

    @Override
    public void close() {
        stopping = true;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before all other phases. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /**
     * Sends the reason to all sessions and waits until all have read it: closing a socket with unread input discards
     * the last output.
     */
    @Override
    public void stop(Runnable done) {
        stopping = true;
        all.connections().forEach(connection -> connection.disconnect(SHUTTING_DOWN));
        Thread ending = new Thread(
                () -> {
                    closeAll();
                    running = false;
                    done.run();
                },
                "websocket-ending");
        ending.setDaemon(true);
        ending.start();
    }

    private void closeAll() {
        if (await(() -> openConnections() == 0, TOLD_WITHIN)) {
            await(this::removeClosed, READ_WITHIN);
        }
        all.connections().forEach(WebSocketConnection::abort);
    }

    /** Removes sessions whose sockets are closed; returns whether none is left. */
    boolean removeClosed() {
        closingWriters.removeIf(writer -> !writer.isOpen());
        return closingWriters.isEmpty();
    }

    /** No event reports that a socket is closed, so the state is polled. */
    private static boolean await(BooleanSupplier condition, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(NOW_AND_THEN.toNanos());
        }
        return true;
    }
}
