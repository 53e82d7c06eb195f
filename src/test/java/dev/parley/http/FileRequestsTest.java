package dev.parley.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.SanctionEnforcer;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.files.FileSettings;
import dev.parley.files.UploadedFiles;
import dev.parley.files.image.TestImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks uploads and downloads over HTTP, also those that would harm the server or its users. */
class FileRequestsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int MAX_SIZE = 300_000;
    private static final String HTML = "<!doctype html><script>parent.document.title = 'run'</script>";

    @TempDir
    static Path folder;

    private static final TestChatServer CHAT = new TestChatServer();
    private static ExecutorService worker;
    private static ConfigurableApplicationContext context;
    private static int port;
    private static String bearer;

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
        worker = Executors.newSingleThreadExecutor();
        UploadedFiles files = UploadedFiles.start(
                new FileSettings(folder.resolve("files"), MAX_SIZE, 2_000_000, Duration.ZERO),
                new InMemoryHistory(Clock.systemUTC()),
                CHAT.scheduler,
                worker,
                CHAT.scheduler.clock());
        context = new SpringApplicationBuilder(Wiring.class)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("chatServer", CHAT.chatServer);
                    starting.getBeanFactory().registerSingleton("uploadedFiles", files);
                    starting.getBeanFactory()
                            .registerSingleton("fileLinks", new FileLinks(() -> "http://192.0.2.7:8080/"));
                    starting.getBeanFactory().registerSingleton("proxies", TrustedProxies.NONE);
                })
                .run("--server.port=0");
        port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
        bearer = "Bearer "
                + CHAT.joinLobby("ada").session().token().orElseThrow().secret();
    }

    @AfterAll
    static void stop() {
        context.close();
        worker.shutdownNow();
    }

    private static HttpResponse<String> upload(String path, String authorization, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", authorization)
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> upload(String name, byte[] content) throws IOException, InterruptedException {
        return upload(
                "/rooms/lobby/files?name=" + URLEncoder.encode(name, UTF_8),
                bearer,
                HttpRequest.BodyPublishers.ofByteArray(content));
    }

    /** Uploads a file and returns its path. */
    private static String path(String name, byte[] content) throws IOException, InterruptedException {
        HttpResponse<String> answer = upload(name, content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).get("path").asString();
    }

    private static HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String code(HttpResponse<String> answer) {
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("sentence").asString()).endsWith(".");
        return problem.get("code").asString();
    }

    private static List<String> uploadsOnDisk() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("files"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("upload-"))
                    .toList();
        }
    }

    /** Waits until no upload is under way, whose folder would still be on the disk. */
    private static void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(uploadsOnDisk()).isEmpty());
    }

    @Test
    void imageIsShownWithItsTypeAndNoRights() throws Exception {
        byte[] png = TestImages.redAndBlue("png", 640, 480);
        HttpResponse<String> stored = upload("cat.txt", png);
        JsonNode answer = JSON.readTree(stored.body());
        String path = answer.get("path").asString();

        HttpResponse<byte[]> shown = get(path);
        HttpResponse<byte[]> small = get(path.substring(0, path.lastIndexOf('/')) + "/thumbnail");

        assertThat(answer.get("text").asString())
                .isEqualTo("[image: cat.txt, 640×480, http://192.0.2.7:8080/" + path + "]");
        assertThat(path).matches("files/[A-Za-z0-9_-]{22}/cat.txt");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(header(shown, "Content-Type")).isEqualTo("image/png");
        assertThat(header(shown, "Content-Disposition")).startsWith("inline").contains("cat.txt");
        assertThat(header(shown, "Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("sandbox");
        assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(shown, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(shown, "Cache-Control")).contains("private").contains("immutable");
        assertThat(header(shown, "Content-Length")).isEqualTo("" + shown.body().length);
        assertThat(header(small, "Content-Type")).isEqualTo("image/jpeg");
        assertThat(header(small, "Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void headersComeWithoutTheFile() throws Exception {
        String path = path("a.txt", new byte[100]);

        HttpResponse<String> head = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("100");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "page.html,<!doctype html><script>alert(1)</script>",
        "picture.png,<!doctype html><script>alert(1)</script>",
        "drawing.svg,<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "report.pdf,%PDF-1.7",
        "feed.xml,<?xml version='1.0'?><x/>"
    })
    void everythingElseIsOnlyDownloaded(String name, String content) throws Exception {
        String path = path(name, content.getBytes(UTF_8));

        HttpResponse<byte[]> answer = get(path);

        assertThat(new String(answer.body(), UTF_8)).isEqualTo(content);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(answer, "Content-Disposition"))
                .startsWith("attachment")
                .contains(name);
        assertThat(header(answer, "Content-Security-Policy")).contains("sandbox");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(get(path.substring(0, path.lastIndexOf('/')) + "/thumbnail").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pageWithinAnImageIsRemoved() throws Exception {
        byte[] png = TestImages.redAndBlue("png", 64, 64);
        byte[] comment = TestImages.latin("\u0000\u0000\u0000\u0000tEXt" + HTML);
        comment[3] = (byte) (comment.length - 8);
        byte[] polyglot = TestImages.pngWith(png, TestImages.join(comment, new byte[4]), TestImages.latin(HTML));

        HttpResponse<byte[]> answer = get(path("page.html", polyglot));

        assertThat(header(answer, "Content-Type")).isEqualTo("image/png");
        assertThat(new String(answer.body(), ISO_8859_1)).doesNotContain("script");
    }

    @Test
    void photoLosesItsPosition() throws Exception {
        HttpResponse<byte[]> answer = get(path("me.jpg", TestImages.photo(TestImages.redAndBlue("jpeg", 300, 200), 6)));

        assertThat(header(answer, "Content-Type")).isEqualTo("image/jpeg");
        assertThat(new String(answer.body(), ISO_8859_1)).doesNotContain("GPS").doesNotContain("13.40");
    }

    @Test
    void decompressionBombIsRefusedWithASentence() throws Exception {
        HttpResponse<String> answer = upload("bomb.png", TestImages.bomb(30_000, 30_000));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(code(answer)).isEqualTo("image-too-large");
        assertNothingIsLeft();
    }

    @Test
    void damagedImageIsRefusedWithASentence() throws Exception {
        HttpResponse<String> answer = upload("cut.png", TestImages.latin("\u0089PNG\r\n\u001a\nxx"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(code(answer)).isEqualTo("image-unreadable");
        assertNothingIsLeft();
    }

    @Test
    void uploadOf2GigabytesIsRefusedBeforeItsBody() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(head("Content-Length: 2147483648\r\n"));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .contains("file-too-large")
                    .contains("300 kB");
        }
        assertNothingIsLeft();
    }

    private static byte[] head(String headers) {
        return ("POST /rooms/lobby/files?name=a HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + bearer + "\r\n"
                        + headers + "\r\n")
                .getBytes(ISO_8859_1);
    }

    @Test
    void endlessUploadIsCutAtTheLimit() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream output = socket.getOutputStream();
            output.write(head("Transfer-Encoding: chunked\r\n"));
            byte[] chunk = TestImages.join(TestImages.latin("4000\r\n"), new byte[0x4000], TestImages.latin("\r\n"));
            int sent = 0;
            try {
                while (sent < 100 * MAX_SIZE) {
                    output.write(chunk);
                    sent += 0x4000;
                }
            } catch (IOException expected) {
                assertThat(sent).isPositive(); // the server has closed the connection
            }

            assertThat(sent).isLessThan(30 * MAX_SIZE);
        }
        assertNothingIsLeft();
    }

    @Test
    void chunkedUploadWithinTheLimitIsStored() throws Exception {
        HttpResponse<String> answer = upload(
                "/rooms/lobby/files?name=a.bin",
                bearer,
                HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()));
        HttpResponse<String> stored = upload(
                "/rooms/lobby/files?name=a.bin",
                bearer,
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[70_000])));

        assertThat(code(answer)).isEqualTo("file-empty");
        assertThat(stored.statusCode()).isEqualTo(201);
        assertThat(get(JSON.readTree(stored.body()).get("path").asString()).body())
                .hasSize(70_000);
    }

    @Test
    void abortedUploadLeavesNothing() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(head("Content-Length: 1000\r\n"));
            socket.getOutputStream().write(new byte[500]);
            await().untilAsserted(() -> assertThat(uploadsOnDisk()).hasSize(1));
        }

        assertNothingIsLeft();
    }

    @Test
    void uploadsOfManySlowClientsOccupyNoThread() throws Exception {
        Session[] users = new Session[12];
        Socket[] sockets = new Socket[12];
        try {
            for (int i = 0; i < sockets.length; i++) {
                users[i] = login("slow" + i);
                sockets[i] = new Socket("localhost", port);
                sockets[i]
                        .getOutputStream()
                        .write(new String(head("Content-Length: 1000\r\n"), ISO_8859_1)
                                .replace(bearer, bearerOf(users[i]))
                                .getBytes(ISO_8859_1));
                sockets[i].getOutputStream().write(1);
            }
            await().untilAsserted(() -> assertThat(uploadsOnDisk()).hasSize(sockets.length));

            assertThat(Thread.getAllStackTraces().values().stream()
                            .flatMap(Stream::of)
                            .filter(frame -> frame.getClassName().contains("UploadReader")
                                    || frame.getClassName().contains("FileUploadController")))
                    .isEmpty();
        } finally {
            for (Socket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
        assertNothingIsLeft();
    }

    private static Session login(String name) {
        LoginResult result = CHAT.get(CHAT.chatServer.login(
                LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "::1"), null),
                new RecordingSubscriber()));
        return ((LoginResult.LoggedIn) result).session();
    }

    private static String bearerOf(Session session) {
        return "Bearer " + session.token().orElseThrow().secret();
    }

    @Test
    void fullStoreIsReportedWithASentence() throws Exception {
        Session bob = login("bob");
        HttpResponse<String> answer = null;
        for (int i = 0; i < 10; i++) {
            answer = upload(
                    "/direct/files?name=a", bearerOf(bob), HttpRequest.BodyPublishers.ofByteArray(new byte[MAX_SIZE]));
            if (answer.statusCode() != 201) {
                break;
            }
        }

        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(code(answer)).isEqualTo("files-full");
        assertNothingIsLeft();
        CHAT.advanceTime(Duration.ofHours(26)); // the files of direct messages expire
        await().untilAsserted(() ->
                assertThat(upload("a", new byte[MAX_SIZE]).statusCode()).isEqualTo(201));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic YTpi"})
    void uploadNeedsAToken(String authorization) throws Exception {
        HttpResponse<String> answer = upload(
                "/rooms/lobby/files?name=a", authorization, HttpRequest.BodyPublishers.ofByteArray(new byte[10]));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("not-let-in");
    }

    @Test
    void unknownRoomIsRefused() throws Exception {
        for (String room : List.of("nowhere", "NO%20ROOM")) {
            HttpResponse<String> answer = upload(
                    "/rooms/" + room + "/files?name=a", bearer, HttpRequest.BodyPublishers.ofByteArray(new byte[10]));

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(code(answer)).isEqualTo("no-such-room");
        }
    }

    @Test
    void mutedUserUploadsNothing() throws Exception {
        Session eve = login("eve");
        SanctionEnforcer enforcer = CHAT.chatServer.sanctionEnforcer();
        CHAT.get(enforcer.impose(Sanction.Kind.MUTE, eve.user().nickname(), Duration.ofMinutes(5)));

        HttpResponse<String> answer = upload(
                "/rooms/lobby/files?name=a", bearerOf(eve), HttpRequest.BodyPublishers.ofByteArray(new byte[10]));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("muted");
    }

    @Test
    void bannedAddressUploadsAndDownloadsNothing() throws Exception {
        String path = path("a.txt", new byte[10]);
        SanctionEnforcer enforcer = CHAT.chatServer.sanctionEnforcer();
        CHAT.get(enforcer.ban("127.0.0.1", Duration.ofMinutes(5)));
        try {
            assertThat(get(path).statusCode()).isEqualTo(403);
            assertThat(code(upload("a", new byte[10]))).isEqualTo("banned");
        } finally {
            CHAT.get(enforcer.lift(Sanction.Kind.BAN, null, "127.0.0.1"));
        }
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files/aaaaaaaaaaaaaaaaaaaaaa/a",
                "files/short/a",
                "files/..%2f..%2fproperties/a",
                "files/%2e%2e/properties",
                "files/messages/a"
            })
    void unknownTokenIsNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void nameOfThePathHasNoMeaning() throws Exception {
        String path = path("a.txt", "hello".getBytes(UTF_8));
        String token = path.substring(0, path.lastIndexOf('/'));

        assertThat(get(token + "/other.html").body()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(header(get(token + "/properties"), "Content-Disposition")).contains("a.txt");
        assertThat(header(get(token + "/page.html"), "Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void namesReachTheHeaderOnOneLine() throws Exception {
        String path = path("a\r\nSet-Cookie: x=1\"; \u30c6.txt", new byte[1]);

        HttpResponse<byte[]> answer = get(path);

        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        assertThat(header(answer, "Content-Disposition"))
                .startsWith("attachment; ")
                .contains("%E3%83%86.txt");
    }
}
