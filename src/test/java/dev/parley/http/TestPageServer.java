package dev.parley.http;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestResources;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** A server with the page and the requests over HTTP, on a free port. */
final class TestPageServer implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ServerLimits LIMITS = new ServerLimits(
            new NicknamePolicy(10), 500, 5, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final ConfigurableApplicationContext context;
    private final Session ada;
    private final String epoch;

    /** Declares its beans, because a scan would find the whole server. */
    @EnableAutoConfiguration
    @Import({
        PageController.class,
        PageRenderer.class,
        HistoryController.class,
        RoomSearchController.class,
        BearerRequests.class,
        SecurityHeadersFilter.class,
        StaticResourceConfiguration.class,
        StaticResourceVersion.class,
        TrustedProxyFilter.class,
        WebAppController.class
    })
    static class Wiring {}

    /** Starts a server with 10 messages of ada in the lobby. */
    TestPageServer() {
        InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());
        Scheduler real = (delay, task) -> {
            Future<?> set = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> set.cancel(false);
        };
        ChatServer chatServer = new ChatServer(
                LIMITS, TestResources.of(history, history, history, Clock.systemUTC(), real, Runnable::run));
        PageSettings settings = new PageSettings(
                "Salon",
                10,
                500,
                900_000,
                50,
                8000,
                null,
                30,
                0,
                false,
                List.of(new PageSettings.Command("who", "/who [PAGE]", "Lists <all>.")));
        context = new SpringApplicationBuilder(Wiring.class)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("chatServer", chatServer);
                    starting.getBeanFactory().registerSingleton("pageSettings", settings);
                    starting.getBeanFactory().registerSingleton("proxies", TrustedProxies.NONE);
                })
                .run("--server.port=0");
        ada = login("ada");
        ada.join(RoomName.LOBBY, new ReplayFrom.Last(0)).toCompletableFuture().join();
        for (int i = 1; i <= 10; i++) {
            ada.publish(RoomName.LOBBY, "message " + i, false, null)
                    .toCompletableFuture()
                    .join();
        }
        epoch = chatServer
                .roomRegistry()
                .find(RoomName.LOBBY)
                .orElseThrow()
                .last(1)
                .toCompletableFuture()
                .join()
                .get(0)
                .position()
                .epoch();
    }

    private static final class NoOpSubscriber implements Subscriber {
        @Override
        public void wake(Cursor cursor) {}

        @Override
        public void onDirectMessage(DirectMessage directMessage) {}

        @Override
        public void disconnect(DisconnectReason disconnectReason) {}
    }

    @Override
    public void close() {
        context.close();
        executor.shutdownNow();
    }

    /** Logs a user in. */
    Session login(String name) {
        return ((LoginResult.LoggedIn) context.getBean(ChatServer.class)
                        .login(
                                LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "::1"), null),
                                new NoOpSubscriber())
                        .toCompletableFuture()
                        .join())
                .session();
    }

    /** Requests a path, with headers as names and values. */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the session of a user who is in the lobby. */
    Session ada() {
        return ada;
    }

    /** Returns the epoch of the lobby. */
    String epoch() {
        return epoch;
    }

    /** Returns a bean. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }
}
