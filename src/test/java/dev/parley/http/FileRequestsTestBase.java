package dev.parley.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.files.FileSettings;
import dev.parley.files.UploadedFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with uploads and downloads over HTTP, and requests to it. */
abstract class FileRequestsTestBase {

    static final JsonMapper JSON = new JsonMapper();
    static final HttpClient CLIENT = HttpClient.newHttpClient();
    static final int MAX_SIZE = 300_000;
    static final int MAX_PER_USER = 1_500_000;
    static final String HTML = "<!doctype html><script>parent.document.title = 'run'</script>";

    @TempDir
    static Path folder;

    static TestChatServer chat;
    static ExecutorService worker;
    static ConfigurableApplicationContext context;
    static int port;
    static String bearer;

    @EnableAutoConfiguration
    @Import({
        BearerRequests.class,
        FileDownloadController.class,
        FileUploadController.class,
        SecurityHeadersFilter.class,
        TrustedProxyFilter.class,
        UnwantedBodyFilter.class
    })
    static class Wiring {}

    @BeforeAll
    static void start() {
        chat = new TestChatServer();
        worker = Executors.newSingleThreadExecutor();
        UploadedFiles files = UploadedFiles.start(
                new FileSettings(folder.resolve("files"), MAX_SIZE, 2_000_000, MAX_PER_USER, Duration.ZERO),
                new InMemoryHistory(Clock.systemUTC()),
                chat.scheduler,
                worker,
                chat.scheduler.clock());
        context = new SpringApplicationBuilder(Wiring.class)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("chatServer", chat.chatServer);
                    starting.getBeanFactory().registerSingleton("uploadedFiles", files);
                    starting.getBeanFactory()
                            .registerSingleton("fileLinks", new FileLinks(() -> "http://192.0.2.7:8080/"));
                    starting.getBeanFactory().registerSingleton("proxies", TrustedProxies.NONE);
                })
                .run("--server.port=0", "--server.tomcat.connection-timeout=3s");
        port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
        bearer = "Bearer "
                + chat.joinLobby("ada").session().token().orElseThrow().secret();
    }

    @AfterAll
    static void stop() {
        context.close();
        worker.shutdownNow();
    }

    static HttpResponse<String> upload(String path, String authorization, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", authorization)
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> upload(String name, byte[] content) throws IOException, InterruptedException {
        return upload(
                "/rooms/lobby/files?name=" + URLEncoder.encode(name, UTF_8),
                bearer,
                HttpRequest.BodyPublishers.ofByteArray(content));
    }

    /** Uploads a file and returns its path. */
    static String path(String name, byte[] content) throws IOException, InterruptedException {
        HttpResponse<String> answer = upload(name, content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).get("path").asString();
    }

    static HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static String code(HttpResponse<String> answer) {
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("sentence").asString()).endsWith(".");
        return problem.get("code").asString();
    }

    static List<String> uploadsOnDisk() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("files"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("upload-"))
                    .toList();
        }
    }

    /** Waits until no upload is under way, whose folder would still be on the disk. */
    static void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(uploadsOnDisk()).isEmpty());
    }

    static byte[] head(String headers) {
        return ("POST /rooms/lobby/files?name=a HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + bearer + "\r\n"
                        + headers + "\r\n")
                .getBytes(ISO_8859_1);
    }

    static Session login(String name) {
        LoginResult result = chat.get(chat.chatServer.login(
                LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "::1"), null),
                new RecordingSubscriber()));
        return ((LoginResult.LoggedIn) result).session();
    }

    static String bearerOf(Session session) {
        return "Bearer " + session.token().orElseThrow().secret();
    }
}
