package dev.parley.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookProgress;
import dev.parley.chat.hook.HookSender;
import dev.parley.chat.room.ChangeMark;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageState;
import dev.parley.chat.room.ReplyTo;
import dev.parley.integration.TestCertificate;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the requests to addresses of hooks, with a server on the loopback interface. */
class HttpHookSenderTest {

    private static final Instant AT = Instant.parse("2026-11-30T08:00:00.120Z");
    private static final String SECRET = "s3cret";

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final List<HttpHookSender> senders = new ArrayList<>();
    private HookServer server;

    @BeforeEach
    void start() throws IOException {
        server = HookServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        senders.forEach(HttpHookSender::close);
        executor.shutdownNow();
    }

    private HttpHookSender sender(boolean toPrivateNetworks, HttpHookSender.HostResolver resolver) {
        return sender(toPrivateNetworks, resolver, defaultTls());
    }

    static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpHookSender sender(boolean toPrivateNetworks, HttpHookSender.HostResolver resolver, SSLContext tls) {
        HttpHookSender sender =
                new HttpHookSender(toPrivateNetworks, resolver, () -> tls, executor, scheduler, scheduler.clock());
        senders.add(sender);
        return sender;
    }

    private HookSender.Attempt send(LogEntry entry) {
        return sendLater(entry).join();
    }

    private CompletableFuture<HookSender.Attempt> sendLater(LogEntry entry) {
        return sender(true, InetAddress::getAllByName)
                .send(hook("http://127.0.0.1:" + server.port() + "/hook?key=1"), entry)
                .toCompletableFuture();
    }

    private static Hook hook(String url) {
        return new Hook(
                3, new RoomName("dev"), url, SECRET, null, "ada", AT, HookProgress.after(3, new Position("abc", 1)));
    }

    private static Message message(String text, MessageState state) {
        return new Message(new Position("abc", 7), AT, "1", "ada", "websocket", text, false, null, state);
    }

    private static Message message(String text) {
        return message(text, MessageState.PLAIN);
    }

    @Test
    void messageIsPostedAsSignedJson() throws Exception {
        assertThat(send(message("“Grüße” 🦉", MessageState.of(new ReplyTo(5, "2", "bob", "tea?")))))
                .isEqualTo(new HookSender.Delivered());

        HookServer.Request request = server.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /hook?key=1 HTTP/1.1");
        assertThat(request.text())
                .isEqualTo("{\"event\":\"message\",\"hook\":3,\"room\":\"dev\",\"position\":\"abc:7\","
                        + "\"time\":\"2026-11-30T08:00:00.120Z\",\"author\":\"ada\",\"via\":\"websocket\","
                        + "\"text\":\"“Grüße” 🦉\",\"action\":false,\"replyTo\":\"abc:5\",\"sentAt\":"
                        + scheduler.clock().instant().getEpochSecond() + "}");
        assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + server.port());
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("X-Parley-Event")).isEqualTo("message");
        assertThat(request.header("X-Parley-Hook")).isEqualTo("3");
        assertThat(request.header("X-Parley-Via")).isEqualTo("websocket");
        assertThat(request.header("X-Parley-Timestamp"))
                .isEqualTo(Long.toString(scheduler.clock().instant().getEpochSecond()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        assertThat(request.header("X-Parley-Signature"))
                .isEqualTo("sha256="
                        + HexFormat.of().formatHex(mac.doFinal(request.text().getBytes(UTF_8))));
    }

    @Test
    void editsAndDeletionsNameTheMessage() {
        Position position = new Position("abc", 9);
        send(new Edit(position, AT, "1", "ada", "line", 7, AT, "coffee", null));
        send(new Deletion(position, AT, "1", "ada", "line", 7, AT, null));

        assertThat(server.requests().get(0).text())
                .contains("\"event\":\"edit\"", "\"target\":\"abc:7\"", "\"text\":\"coffee\"")
                .doesNotContain("action", "replyTo");
        assertThat(server.requests().get(1).text())
                .contains("\"event\":\"deletion\"", "\"target\":\"abc:7\"")
                .doesNotContain("text");
    }

    @Test
    void editedMessageIsPostedAsItIsNow() {
        send(message("later", new MessageState(new ChangeMark("ada", AT), null, null, List.of())));

        assertThat(server.requests().get(0).text()).contains("\"text\":\"later\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void statusOfSuccessAcceptsTheEntry(int status) {
        server.answer(HookServer.status(status));

        assertThat(send(message("a"))).isEqualTo(new HookSender.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410, 429, 500, 503})
    void otherStatusDoesNot(int status) {
        server.answer(HookServer.status(status));

        assertThat(send(message("a"))).isEqualTo(new HookSender.Failed("the answer was the status " + status));
    }

    @Test
    void redirectIsNotFollowed() {
        server.answer(HookServer.text("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" + server.port()
                + "/other\r\nContent-Length: 0\r\n\r\n"));

        assertThat(send(message("a")))
                .isEqualTo(new HookSender.Failed("the answer was the status 307, and redirects are not followed"));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void informationalResponsesAreSkipped() {
        server.answer(HookServer.text(String.join(
                "\r\n",
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 103 Early Hints",
                "Link: <a>",
                "",
                "HTTP/1.1 204 No Content",
                "",
                "")));

        assertThat(send(message("a"))).isEqualTo(new HookSender.Delivered());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SSH-2.0-OpenSSH_9.6\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "\r\n\r\n", ""})
    void answerThatIsNotHttpIsAFailure(String answer) {
        server.answer(HookServer.text(answer));

        assertThat(send(message("a"))).isInstanceOf(HookSender.Failed.class);
    }

    @Test
    void endlessLineIsCut() {
        server.answer(out -> {
            while (true) {
                out.write("HTTP/1.1 200 ".repeat(100).getBytes(UTF_8));
            }
        });

        assertThat(send(message("a"))).isEqualTo(new HookSender.Failed("the answer is not HTTP"));
    }

    @Test
    void endlessBodyIsCut() {
        CountDownLatch cut = new CountDownLatch(1);
        server.answer(out -> {
            try {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
                while (true) {
                    out.write(new byte[1_000]);
                }
            } catch (IOException e) {
                cut.countDown();
                throw e;
            }
        });

        assertThat(send(message("a"))).isEqualTo(new HookSender.Delivered());
        await().untilAsserted(() -> assertThat(cut.getCount()).isZero());
    }

    @Test
    void silentServerIsGivenUpAfter10Seconds() {
        CountDownLatch ended = new CountDownLatch(1);
        server.answer(out -> awaitEnd(ended));
        CompletableFuture<HookSender.Attempt> attempt = sendLater(message("a"));
        await().until(() -> server.requests().size() == 1);

        scheduler.advanceTime(Duration.ofMillis(9_999));
        assertThat(attempt).isNotDone();
        scheduler.advanceTime(Duration.ofMillis(1));

        assertThat(attempt.join()).isEqualTo(new HookSender.Failed("no response within 10 seconds"));
        ended.countDown();
    }

    private static void awaitEnd(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closedPortIsAFailure() throws IOException {
        server.close();

        assertThat(send(message("a"))).isInstanceOf(HookSender.Failed.class);
    }

    @Test
    void nameThatResolvesToAPrivateAddressIsRejected() {
        HttpHookSender sender = sender(false, host -> InetAddress.getAllByName("127.0.0.1"));

        assertThat(sender.check("http://rebind.example/").toCompletableFuture().join())
                .hasValueSatisfying(problem -> assertThat(problem).contains("private network"));
    }

    @Test
    void nameThatResolvesToAnotherAddressAfterTheCreationIsRejectedThen() throws UnknownHostException {
        InetAddress[] first = {InetAddress.getByName("93.184.215.14")};
        InetAddress[] second = {InetAddress.getLoopbackAddress()};
        CountDownLatch resolved = new CountDownLatch(1);
        HttpHookSender sender = sender(false, host -> {
            boolean again = resolved.getCount() == 0;
            resolved.countDown();
            return again ? second : first;
        });
        String url = "http://rebind.example:" + server.port() + "/";
        assertThat(sender.check(url).toCompletableFuture().join()).isEmpty();

        assertThat(sender.send(hook(url), message("a")).toCompletableFuture().join())
                .isInstanceOf(HookSender.Failed.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void connectionIsMadeToTheAddressThatWasResolvedWithTheNameAsHost() {
        HttpHookSender sender = sender(true, host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
        String url = "http://hooks.example:" + server.port() + "/";

        assertThat(sender.send(hook(url), message("a")).toCompletableFuture().join())
                .isEqualTo(new HookSender.Delivered());
        assertThat(server.requests().get(0).header("Host")).isEqualTo("hooks.example:" + server.port());
    }

    @Test
    void hostThatIsNotFoundIsReported() {
        HttpHookSender sender = sender(false, host -> {
            throw new UnknownHostException(host);
        });

        assertThat(sender.check("https://nowhere.example/")
                        .toCompletableFuture()
                        .join())
                .hasValue("The host nowhere.example was not found.");
    }

    @Test
    void certificateMustBeThatOfTheHost(@TempDir Path folder) throws Exception {
        SSLContext context = TestCertificate.forLocalhost(folder).sslContext();
        try (HookServer tls = new HookServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()))) {
            HttpHookSender sender = sender(true, host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, context);

            assertThat(sender.send(hook("https://localhost:" + tls.port() + "/"), message("a"))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new HookSender.Delivered());
            assertThat(sender.send(hook("https://other.example:" + tls.port() + "/"), message("b"))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(HookSender.Failed.class);
            assertThat(tls.requests()).hasSize(1);
        }
    }

    @Test
    void lineEndsInAnAddressReachNoHeader() {
        HttpHookSender sender = sender(true, InetAddress::getAllByName);
        String url = "http://127.0.0.1:" + server.port() + "/a\r\nX-Evil: 1";

        assertThat(sender.check(url).toCompletableFuture().join()).isNotEmpty();
    }
}
