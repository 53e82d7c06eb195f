package dev.parley.http.hook;

import dev.parley.chat.identity.HookKey;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.Bots;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TestResources;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** A server with incoming webhooks of the room {@code dev}, on a free port. */
final class HookTestServer implements AutoCloseable {

    static final RoomName DEV = new RoomName("dev");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int BURST = 100_000;
    private static final ServerLimits LIMITS = new ServerLimits(
            new NicknamePolicy(32), 500, 5, BURST, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ChatServer server;
    private final ConfigurableApplicationContext context;

    /** Declares its beans, because a scan would find the whole server. */
    @EnableAutoConfiguration
    @Import({HookController.class, HookBodyFilter.class})
    static class Wiring {}

    HookTestServer() {
        InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());
        Scheduler scheduler = (delay, task) -> {
            Future<?> set = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> set.cancel(false);
        };
        server = new ChatServer(
                LIMITS, TestResources.of(history, history, history, Clock.systemUTC(), scheduler, Runnable::run));
        context = new SpringApplicationBuilder(Wiring.class)
                .initializers(starting -> starting.getBeanFactory().registerSingleton("chatServer", server))
                .run(
                        "--server.port=0",
                        "--server.tomcat.connection-timeout=2s",
                        "--server.tomcat.keep-alive-timeout=60s");
    }

    @Override
    public void close() {
        context.close();
        timer.shutdownNow();
    }

    ChatServer chatServer() {
        return server;
    }

    HookKey create(String name) {
        server.roomRegistry().open(DEV);
        return ((Bots.HookCreated) join(server.bots().createHook(name, DEV, Operator.CONSOLE))).key();
    }

    static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Posts a body, with headers as names and values. */
    HttpResponse<String> post(String secret, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                to("/hook/" + secret).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Returns the last message of the room. */
    Message last() {
        return join(server.roomRegistry().find(DEV).orElseThrow().last(1)).get(0);
    }
}
