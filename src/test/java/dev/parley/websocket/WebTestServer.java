package dev.parley.websocket;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ServerResources;
import dev.parley.command.UserCommands;
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

/** The endpoint on a port of its own, in front of a house whose history is in memory. */
final class WebTestServer implements AutoCloseable {

    static final ServerLimits RULES = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ofMillis(5));

    private final ScheduledExecutorService time = Executors.newScheduledThreadPool(2);
    private final ConfigurableApplicationContext context;
    final ChatServer chatServer;
    final InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());

    /** Not found by scanning, as the whole server would. */
    @EnableAutoConfiguration
    @Import({WebSocketConfiguration.class, MessageController.class})
    static class Wiring {}

    /** As in the whole server, where all configurations are found by scanning. */
    @ComponentScan("dev.parley.websocket.tomcat")
    static class Tomcats {}

    private WebTestServer(ServerLimits rules, WebSocketSettings settings, ConnectionLimiter connectionLimiter) {
        this(rules, settings, connectionLimiter, Wiring.class, Tomcats.class);
    }

    private WebTestServer(
            ServerLimits rules, WebSocketSettings settings, ConnectionLimiter connectionLimiter, Class<?>... wiring) {
        this.chatServer = new ChatServer(
                rules, new ServerResources(history, history, history, Clock.systemUTC(), scheduler(), time, time));
        this.context = new SpringApplicationBuilder(wiring)
                .initializers(starting -> {
                    var beans = starting.getBeanFactory();
                    beans.registerSingleton("house", chatServer);
                    beans.registerSingleton("turnstile", connectionLimiter);
                    beans.registerSingleton("webSocketSettings", settings);
                    beans.registerSingleton("commands", UserCommands.registry());
                })
                .run("--server.port=0");
    }

    static WebTestServer start() {
        return new WebTestServer(RULES, WebSocketSettings.standard(List.of(), ""), new ConnectionLimiter(0, 0));
    }

    /** With nothing known of Tomcat: every session is written the plain way. */
    static WebTestServer plain(UnaryOperator<WebSocketSettings> change) {
        WebSocketSettings settings = change.apply(WebSocketSettings.standard(List.of(), ""));
        return new WebTestServer(RULES, settings, new ConnectionLimiter(0, 0), Wiring.class);
    }

    static WebTestServer with(UnaryOperator<WebSocketSettings> change) {
        return new WebTestServer(
                RULES, change.apply(WebSocketSettings.standard(List.of(), "")), new ConnectionLimiter(0, 0));
    }

    static WebTestServer with(String password) {
        return new WebTestServer(RULES, WebSocketSettings.standard(List.of(), password), new ConnectionLimiter(0, 0));
    }

    static WebTestServer with(ServerLimits rules) {
        return new WebTestServer(rules, WebSocketSettings.standard(List.of(), ""), new ConnectionLimiter(0, 0));
    }

    static WebTestServer with(ConnectionLimiter connectionLimiter) {
        return new WebTestServer(RULES, WebSocketSettings.standard(List.of(), ""), connectionLimiter);
    }

    private Scheduler scheduler() {
        return (delay, task) -> {
            var scheduled = time.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** How many sessions are open. */
    int open() {
        return webSocketEndpoint().openConnections();
    }

    private WebSocketEndpoint webSocketEndpoint() {
        return context.getBean(WebSocketEndpoint.class);
    }

    /** Sends off whoever a test has left behind, so that its names are free. */
    void waitUntilNobodyIsHere() {
        chatServer.disconnectAll();
        Awaitility.await()
                .until(() -> chatServer.userCount() == 0 && webSocketEndpoint().openConnections() == 0);
    }

    @Override
    public void close() {
        context.close();
        time.shutdownNow();
    }
}
