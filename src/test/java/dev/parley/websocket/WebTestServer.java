package dev.parley.websocket;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestResources;
import dev.parley.command.TestCommands;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Runs the WebSocket endpoint on a free port, with a chat server whose history is in memory. */
public final class WebTestServer implements AutoCloseable {

    static final ServerLimits LIMITS = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ofMillis(5), 10);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final ConfigurableApplicationContext context;
    final ChatServer chatServer;
    final InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());

    /** Declares its configuration, because a scan would find the whole server. */
    @EnableAutoConfiguration
    @Import({WebSocketConfiguration.class, MessageController.class})
    static class Wiring {}

    /** Scans for the configuration of Tomcat, as the whole server does. */
    @ComponentScan("dev.parley.websocket.tomcat")
    static class TomcatWiring {}

    private WebTestServer(ServerLimits limits, WebSocketSettings settings, ConnectionLimiter connectionLimiter) {
        this(limits, settings, ServerPassword.NONE, connectionLimiter, Wiring.class, TomcatWiring.class);
    }

    private WebTestServer(
            ServerLimits limits,
            WebSocketSettings settings,
            ServerPassword password,
            ConnectionLimiter connectionLimiter,
            Class<?>... wiring) {
        this.chatServer = new ChatServer(
                limits, TestResources.of(history, history, history, Clock.systemUTC(), scheduler(), executor));
        this.context = run(
                chatServer,
                settings,
                connectionLimiter,
                new LoginThrottle(password, scheduler(), System::nanoTime),
                wiring);
    }

    private static ConfigurableApplicationContext run(
            ChatServer chatServer,
            WebSocketSettings settings,
            ConnectionLimiter connectionLimiter,
            LoginThrottle throttle,
            Class<?>... wiring) {
        return new SpringApplicationBuilder(wiring)
                .initializers(starting -> {
                    var beans = starting.getBeanFactory();
                    beans.registerSingleton("chatServer", chatServer);
                    beans.registerSingleton("connectionLimiter", connectionLimiter);
                    beans.registerSingleton("webSocketSettings", settings);
                    beans.registerSingleton("commands", TestCommands.registry());
                    beans.registerSingleton("loginThrottle", throttle);
                })
                .run("--server.port=0");
    }

    /** Runs the endpoint for the chat server of a test, which closes the returned context. */
    public static ConfigurableApplicationContext run(ChatServer chatServer, LoginThrottle loginThrottle) {
        return run(
                chatServer,
                WebSocketSettings.standard(List.of()),
                new ConnectionLimiter(0, 0),
                loginThrottle,
                Wiring.class,
                TomcatWiring.class);
    }

    static WebTestServer start() {
        return new WebTestServer(LIMITS, WebSocketSettings.standard(List.of()), new ConnectionLimiter(0, 0));
    }

    /** Starts a server without the Tomcat configuration, so that every session has a blocking writer. */
    static WebTestServer withBlockingWriters(UnaryOperator<WebSocketSettings> change) {
        WebSocketSettings settings = change.apply(WebSocketSettings.standard(List.of()));
        return new WebTestServer(LIMITS, settings, ServerPassword.NONE, new ConnectionLimiter(0, 0), Wiring.class);
    }

    static WebTestServer with(UnaryOperator<WebSocketSettings> change) {
        return new WebTestServer(
                LIMITS, change.apply(WebSocketSettings.standard(List.of())), new ConnectionLimiter(0, 0));
    }

    static WebTestServer with(String password) {
        return new WebTestServer(
                LIMITS,
                WebSocketSettings.standard(List.of()),
                new ServerPassword(password),
                new ConnectionLimiter(0, 0),
                Wiring.class,
                TomcatWiring.class);
    }

    static WebTestServer with(ServerLimits limits) {
        return new WebTestServer(limits, WebSocketSettings.standard(List.of()), new ConnectionLimiter(0, 0));
    }

    static WebTestServer with(ConnectionLimiter connectionLimiter) {
        return new WebTestServer(LIMITS, WebSocketSettings.standard(List.of()), connectionLimiter);
    }

    /** Returns settings with another time after which a client that reads nothing is aborted. */
    static WebSocketSettings stalledAfter(WebSocketSettings settings, Duration stalledAfter) {
        return new WebSocketSettings(
                settings.allowedOrigins(),
                settings.connectWithin(),
                stalledAfter,
                settings.pingAfter(),
                settings.silentAfter(),
                settings.silentSockJsAfter());
    }

    private Scheduler scheduler() {
        return (delay, task) -> {
            var scheduled = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    int port() {
        return port(context);
    }

    /** Returns the port of a running endpoint. */
    public static int port(ConfigurableApplicationContext context) {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Returns the number of open sessions of the endpoint that {@link #run} has started. */
    public static int openConnections(ConfigurableApplicationContext context) {
        return context.getBean(WebSocketEndpoint.class).openConnections();
    }

    /** Returns the number of open sessions. */
    int openSessions() {
        return webSocketEndpoint().openConnections();
    }

    private WebSocketEndpoint webSocketEndpoint() {
        return context.getBean(WebSocketEndpoint.class);
    }

    /** Disconnects the sessions that a test left open, and waits until their nicknames are free. */
    void disconnectAll() {
        chatServer.disconnectAll();
        // Those that have not logged in; without a request of the client, SockJS would close them after 10 s only.
        webSocketEndpoint().all().forEach(connection -> {
            if (connection.stompSession().session() == null) {
                connection.abort();
            }
        });
        Awaitility.await()
                .until(() -> chatServer.userCount() == 0 && webSocketEndpoint().openConnections() == 0);
    }

    @Override
    public void close() {
        context.close();
        executor.shutdownNow();
    }
}
