package dev.parley.http.api;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomArchive;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.Bots;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestResources;
import dev.parley.servlet.BodyBudget;
import dev.parley.text.RoomName;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** A server with the HTTP API only, on a free port. */
final class ApiServer implements AutoCloseable {

    /** The memory for bodies, in bytes. */
    static final int BODY_BUDGET = 1024 * 1024;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());
    final ChatServer chatServer;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final ConfigurableApplicationContext context;

    /** Declares its beans, because a scan would find the whole server. */
    @EnableAutoConfiguration
    @Import({
        AccessWatch.class,
        ApiExceptionHandler.class,
        ApiFilter.class,
        ApiMessageController.class,
        ApiModerationController.class,
        ApiRequests.class,
        ApiRoomController.class,
        ApiSearchController.class,
        ApiUserController.class,
        DocumentController.class,
        ExportController.class,
        StreamController.class,
        StreamEndpoint.class
    })
    static class Wiring {}

    ApiServer() {
        this(false, 1_000);
    }

    /** Starts a server; a user may send 1 message at once and per second if {@code burst} is 1, and any number otherwise. */
    ApiServer(boolean publicRead, int burst) {
        this(publicRead, burst, true);
    }

    /** Starts a server with or without a search for messages. */
    ApiServer(boolean publicRead, int burst, boolean hasSearch) {
        this(publicRead, burst, hasSearch, Map.of());
    }

    /** Starts a server whose users may send any number of messages, with more beans by their names, and more configuration. */
    ApiServer(Map<String, Object> beans, Class<?>... configuration) {
        this(false, 1_000, true, beans, configuration);
    }

    private ApiServer(
            boolean publicRead, int burst, boolean hasSearch, Map<String, Object> beans, Class<?>... configuration) {
        Scheduler real = (delay, task) -> {
            Future<?> set = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> set.cancel(false);
        };
        ServerLimits limits = new ServerLimits(
                new NicknamePolicy(20),
                500,
                burst == 1 ? 1 : 0,
                burst,
                50,
                100,
                20,
                Duration.ofSeconds(15),
                100,
                Duration.ZERO,
                10);
        ServerResources resources = TestResources.of(history, history, history, Clock.systemUTC(), real, executor);
        chatServer = new ChatServer(limits, hasSearch ? resources : withoutSearch(resources));
        context = new SpringApplicationBuilder(Wiring.class)
                .sources(configuration)
                .lazyInitialization(true) // configurations of the whole server have beans that the API does not need
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("chatServer", chatServer);
                    starting.getBeanFactory()
                            .registerSingleton(
                                    "settings",
                                    new ApiSettings(publicRead, 2_500, 50, List.of("https://chat.example")));
                    starting.getBeanFactory().registerSingleton("bodyBudget", new BodyBudget(BODY_BUDGET));
                    starting.getBeanFactory().registerSingleton("proxies", TrustedProxies.NONE);
                    beans.forEach(starting.getBeanFactory()::registerSingleton);
                })
                .run("--server.port=0");
    }

    private static ServerResources withoutSearch(ServerResources resources) {
        return new ServerResources(
                resources.forRooms(),
                resources.directMessageStore(),
                resources.nicknameRegistry(),
                resources.tokenStore(),
                resources.sanctionStore(),
                resources.operatorStore(),
                resources.botStore(),
                resources.accessStore(),
                resources.hookStore(),
                resources.hookSender());
    }

    /** Creates a bot, and returns its key. */
    String bot(String name, boolean writes, String... rooms) {
        Bots.CreateResult created = chatServer
                .bots()
                .create(name, Arrays.stream(rooms).map(RoomName::new).toList(), writes, Operator.CONSOLE)
                .toCompletableFuture()
                .join();
        return ((Bots.Created) created).key().secret();
    }

    /** Logs a user in, who joins the lobby. */
    Session login(String name) {
        LoginResult result = chatServer
                .login(
                        LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "192.0.2.7"), null),
                        new NoOpSubscriber())
                .toCompletableFuture()
                .join();
        Session session = ((LoginResult.LoggedIn) result).session();
        session.join(RoomName.LOBBY, new ReplayFrom.Last(0))
                .toCompletableFuture()
                .join();
        return session;
    }

    private static final class NoOpSubscriber implements Subscriber {
        @Override
        public void wake(Cursor cursor) {}

        @Override
        public void onDirectMessage(DirectMessage directMessage) {}

        @Override
        public void disconnect(DisconnectReason disconnectReason) {}
    }

    /** Imports messages into the lobby. */
    void fillLobby(int messages, String text) {
        Instant at = Instant.now().plusSeconds(1);
        List<ArchivedMessage> all = IntStream.range(0, messages)
                .mapToObj(i -> new ArchivedMessage(at.plusMillis(i), "ada", "browser", text, false, 1))
                .toList();
        RoomArchive archive =
                chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow().roomArchive();
        if (!archive.importMessages(all).toCompletableFuture().join().equals(new RoomArchive.Imported(messages))) {
            throw new AssertionError("the messages were not imported");
        }
    }

    /** Returns a request with a key; null for none. Headers are names and values. */
    HttpRequest.Builder request(String path, String key, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/api/v1/" + path));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** Returns a bean. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    HttpResponse<String> get(String path, String key, String... headers) throws Exception {
        return CLIENT.send(request(path, key, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String key, String body, String... headers) throws Exception {
        return CLIENT.send(
                request(path, key, headers)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String key, String body, String... headers) throws Exception {
        return send("POST", path, key, body, headers);
    }

    /** Sends a message to the lobby, without a wait for the response. */
    CompletableFuture<HttpResponse<String>> postLater(String key, String text, String reference) {
        return CLIENT.sendAsync(
                request("rooms/lobby/messages", key, "Idempotency-Key", reference)
                        .POST(HttpRequest.BodyPublishers.ofString(text))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
        executor.shutdownNow();
    }
}
