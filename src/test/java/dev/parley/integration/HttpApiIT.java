package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the examples of the HTTP API as they stand in the documents, and checks their effect: with curl, Python, Java, and a page
 * of another origin in Chromium.
 */
@Tag("full")
@Tag("waits")
@Timeout(240)
class HttpApiIT {

    private static final Pattern KEY = Pattern.compile("key: (bot_\\S+)");
    private static final Pattern OPERATOR_CODE = Pattern.compile("/op ([0-9A-Z-]{19}) ");
    private static final Pattern SECRET = Pattern.compile("secret: (\\S+)");
    private static final String PUSH = """
            {"ref": "refs/heads/main", "compare": "https://github.com/o/r/compare/a...b",
             "repository": {"full_name": "o/r"}, "pusher": {"name": "ada"},
             "commits": [{"id": "0123456789abcdef", "message": "Fix the build", "author": {"name": "Ada"}}]}
            """;
    private static final String LOBBY = "/api/v1/rooms/lobby";

    private static final DocumentExamples EXAMPLES = DocumentExamples.of(Path.of("docs/http-api.md"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static ExampleSite site;
    private static ServerProcess server;
    private static TestProxy proxy;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(ExampleProcess.isInstalled("curl"), "There is no curl here.");
        assumeTrue(ExampleProcess.isInstalled("python3"), "There is no python3 here.");
        site = ExampleSite.start();
        server = ServerProcess.start(
                folder,
                "--parley.limits.messages-per-second=0",
                "--parley.http.public-read=true",
                "--parley.http.hooks-to-private-networks=true",
                "--parley.web.allowed-origins=" + site.origin("localhost"));
        proxy = TestProxy.forwarding(server.pagePort());
        Files.writeString(
                folder.resolve(".curlrc"),
                "silent\nconnect-to = \"localhost:8080:localhost:" + server.pagePort() + "\"\n");
        server.type("/bot ci lobby builds");
        key = found(KEY, server.awaitLine("key: "));
        assertThat(EXAMPLES.take("sh", "export PARLEY"))
                .isEqualTo("export PARLEY=http://localhost:8080\nexport KEY=bot_…\n");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            proxy.close();
            server.close();
            site.close();
            assertThat(EXAMPLES.left()).as("examples that no test runs").isEmpty();
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    /**
     * Returns what the examples take from the environment: the proxy as the address, whose connections can be cut. The settings
     * of curl lead the address in the readme to this server.
     */
    private static Map<String, String> environment(String... more) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PARLEY", proxy.address().toString());
        variables.put("KEY", key);
        variables.put("CURL_HOME", folder.toString());
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return variables;
    }

    private static ExampleProcess shell(String script, String... more) {
        return ExampleProcess.start(folder, environment(more), "sh", "-euc", script);
    }

    private static String send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.pagePort() + path))
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void say(String text) {
        assertThat(send("POST", LOBBY + "/messages", text, "Content-Type", "text/plain"))
                .contains("\"seq\":");
    }

    /** Returns the texts of the messages in the lobby. */
    private static List<String> texts() {
        return Pattern.compile("\"text\":\"([^\"]*)\",\"action\"")
                .matcher(send("GET", LOBBY + "/messages?limit=200", ""))
                .results()
                .map(message -> message.group(1))
                .toList();
    }

    private static long count(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    @Test
    void shellExamplesPublishReadAndChangeMessages() throws IOException {
        String published = shell(EXAMPLES.take("sh", "--data-binary")).output();
        assertThat(published).contains("\"position\":").containsPattern("\\d\\d:\\d\\d <ci\\[bot]> build 7 is green");
        String retried = EXAMPLES.take("sh", "--retry");
        String first = shell(retried).output();
        assertThat(shell(retried).output()).isEqualTo(first).contains("\"reference\":\"build-7\"");
        assertThat(count(texts(), "build 7 is deployed")).isOne();
        assertThat(shell(EXAMPLES.take("sh", "-X DELETE")).output()).doesNotContain("\"code\"");
        String changed = send("GET", LOBBY + "/messages?limit=200", "");
        assertThat(changed).contains("not any more", "\"deleted\":").doesNotContain("build 8");

        await().until(() -> send("GET", "/api/v1/search?q=green", "").contains("\"excerpt\":\"build 7"));
        String read = shell(EXAMPLES.take("sh", "--data-urlencode")).output();
        assertThat(read)
                .contains("{\"rooms\":[{\"name\":\"builds\",")
                .containsPattern("lobby \\S+ \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d <ci> build 7 is green");
        assertThat(Files.readString(folder.resolve("lobby.html"), UTF_8)).contains("build 7 is green", "</html>");
    }

    @Test
    void readmeLinesRunAsTheyStand() throws IOException {
        String lines = DocumentExamples.of(Path.of("README.md")).take("sh", "api/v1");
        try (ExampleProcess run = shell(lines)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                say("for the stream of the readme");
                return run.hasPrinted("<ci[bot]> for the stream of the readme");
            });
            assertThat(run.lines().get(run.lines().size() - 1)).contains("for the stream");
            assertThat(run.hasPrinted("\"position\":")).isTrue();
        }
        assertThat(texts()).contains("build 7 is green");
    }

    @Test
    void streamIsNeitherCompressedNorHeldBackByAProxy() throws Exception {
        say("x".repeat(1_000));
        HttpRequest.Builder request =
                HttpRequest.newBuilder().headers("Accept-Encoding", "gzip", "Accept", "text/plain");
        HttpResponse<Void> page = CLIENT.send(
                request.uri(server.page().resolve(LOBBY + "/messages")).build(),
                HttpResponse.BodyHandlers.discarding());
        HttpResponse<InputStream> stream = CLIENT.send(
                request.uri(server.page().resolve(LOBBY + "/stream")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
            say("as it is");
            assertThat(lines.readLine()).endsWith("<ci[bot]> as it is");
        }
        assertThat(page.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(stream.headers().map()).doesNotContainKey("Content-Encoding");
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
    }

    @Test
    void operatorModeratesFromAShell() {
        String code = found(OPERATOR_CODE, server.awaitLine("/op "));
        try (StompLibraryClient ada = StompLibraryClient.connect(server.pagePort());
                Netcat troll = Netcat.join(server.terminalPort(), "troll")) {
            String token = ada.logInForToken("ada");
            ada.join("lobby").send("/app/commands", "{\"room\":\"lobby\",\"line\":\"/op " + code + "\"}");
            server.awaitLine("ada became an operator");
            assertThat(shell(EXAMPLES.take("sh", "$TOKEN"), "TOKEN", token).output())
                    .contains("troll is muted");
            troll.sendLine("can you read me?");
            troll.receiveMatching("\\*\\*\\* .*muted.*");
        }
    }

    @Test
    void programsFollowTheLobbyOverALostConnectionWithoutGapsAndRepeats() throws IOException {
        Files.writeString(folder.resolve("bot.py"), EXAMPLES.take("python", "!ping"), UTF_8);
        Files.writeString(folder.resolve("Follow.java"), EXAMPLES.take("java", "class Follow"), UTF_8);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try (ExampleProcess text = shell(EXAMPLES.take("sh", "lobby/stream\n"));
                ExampleProcess json = shell(EXAMPLES.take("sh", "lobby/stream?events="));
                ExampleProcess bot = ExampleProcess.start(folder, environment(), "python3", "-u", "bot.py");
                ExampleProcess follow = ExampleProcess.start(folder, environment(), java.toString(), "Follow.java")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                say("first");
                return text.hasPrinted("<ci[bot]> first")
                        && json.hasPrinted("\"text\":\"first\"")
                        && follow.hasPrinted("\"text\":\"first\"");
            });
            assertThat(json.lines().get(0)).contains("\"type\":\"welcome\"");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                say("!ping");
                return texts().contains("pong, ci");
            });

            say("before");
            proxy.cut();
            say("!ping");
            say("meanwhile");

            await().atMost(Duration.ofSeconds(60)).until(() -> follow.hasPrinted("\"text\":\"meanwhile\""));
            say("after");
            await().atMost(Duration.ofSeconds(60)).until(() -> follow.hasPrinted("\"text\":\"after\""));
            for (String once : List.of("before", "meanwhile", "after")) {
                assertThat(count(follow.lines(), "\"text\":\"" + once + "\"")).isOne();
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                List<String> texts = texts();
                return count(texts, "!ping") == count(texts, "pong, ci");
            });
            assertThat(bot.lines()).isEmpty();
            assertThat(text.hasPrinted("before")).isTrue();
            assertThat(text.hasPrinted("meanwhile")).isFalse();
        }
    }

    @Test
    void javaProgramPublishesAndPrintsTheReceipt() throws IOException {
        Files.writeString(folder.resolve("Publish.java"), EXAMPLES.take("java", "class Publish"), UTF_8);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String printed = ExampleProcess.start(
                        folder, environment(), java.toString(), "Publish.java", "from a Java program")
                .output();
        assertThat(printed).contains("\"room\":\"lobby\",\"position\":");
        assertThat(texts()).contains("from a Java program");
    }

    @Test
    void pageOfAnAllowedOriginFollowsAndPublishesAndOneOfAnotherOriginDoesNeither() throws IOException {
        site.publish("/parley.js", EXAMPLES.take("javascript", "export function follow"));
        site.publish("/main.js", EXAMPLES.take("javascript", "import { follow"));
        site.publish("/", """
                <!doctype html><title>Lobby</title><body data-parley="%s"><ul></ul>
                <form><input name="key"><input name="text"><button>Send</button></form>
                <script type="module" src="main.js"></script>
                """.formatted(proxy.address()));
        try (Browsers browsers = Browsers.launch()) {
            Page page = browsers.context().newPage();
            page.navigate(site.origin("localhost"));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                say("seen by the page");
                return page.locator("li").allTextContents().contains("ci: seen by the page");
            });
            page.locator("[name=key]").fill(key);
            page.locator("[name=text]").fill("from the page");
            page.locator("button").click();
            PlaywrightAssertions.assertThat(page.locator("li").last()).hasText("ci: from the page");
            proxy.cut();
            say("while the page is away");
            PlaywrightAssertions.assertThat(page.locator("li").last()).hasText("ci: while the page is away");
            assertThat(count(page.locator("li").allTextContents(), "from the page"))
                    .isOne();

            Page foreign = browsers.context().newPage();
            foreign.navigate(site.origin("127.0.0.1") + "/parley.js");
            assertThat(foreign.evaluate("""
                            ([address, key]) => Promise.all([
                              new Promise((resolve) => {
                                const events = new EventSource(address + "/stream");
                                events.onopen = () => resolve("open");
                                events.onerror = () => resolve("refused");
                              }),
                              fetch(address + "/messages").then(() => "read", () => "refused"),
                              fetch(address + "/messages", { headers: { Authorization: "Bearer " + key } })
                                .then(() => "read", () => "refused"),
                              fetch(address + "/messages", { method: "POST", mode: "no-cors", body: "from elsewhere" })
                                .then(() => "sent", () => "sent"),
                            ])
                            """, List.of(proxy.address() + LOBBY, key)))
                    .isEqualTo(List.of("refused", "refused", "refused", "sent"));
            assertThat(texts()).doesNotContain("from elsewhere");
        }
    }

    @Test
    void incomingWebhookPublishesTextAndWhatSlackAndGitHubSend() {
        server.type("/hook in lobby builder");
        String path = found(Pattern.compile("address: \\S+(/hook/hook_\\S+)"), server.awaitLine("/hook/hook_"));

        assertThat(shell(EXAMPLES.take("sh", "$HOOK"), "HOOK", proxy.address() + path)
                        .output())
                .isEqualTo("okok");
        assertThat(send("POST", path, PUSH, "Content-Type", "application/json", "X-GitHub-Event", "push"))
                .isEqualTo("ok");

        assertThat(texts())
                .contains(
                        "see build 7 (https://ci.example/7)",
                        "[o/r] ada pushed 1 commit to the branch main: https://github.com/o/r/compare/a...b\\n"
                                + "- 0123456 Fix the build (Ada)");
        assertThat(send("GET", LOBBY + "/messages?limit=3", "")).contains("\"from\":\"builder\"", "\"via\":\"bot\"");
    }

    @Test
    void outgoingWebhookSignsRequestsAndRepeatsThoseThatFail() throws Exception {
        assertThat(send("POST", "/api/v1/rooms/builds/messages", "opened", "Content-Type", "text/plain"))
                .contains("\"seq\":1,");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server.type("/hook builds http://127.0.0.1:" + port + "/");
        String secret = found(SECRET, server.awaitLine("secret: "));
        Files.writeString(folder.resolve("hook.py"), EXAMPLES.take("python", "X-Parley-Signature"), UTF_8);
        try (HookReceiver receiver = HookReceiver.start();
                ExampleProcess example = ExampleProcess.start(
                        folder,
                        environment("SECRET", secret, "PORT", Integer.toString(port)),
                        "python3",
                        "-u",
                        "hook.py")) {
            server.type("/hook builds " + receiver.address());
            await().until(() -> count(server.output(), "secret: ") == 2);
            String second = found(
                    SECRET,
                    server.output().stream()
                            .filter(line -> line.contains("secret: ") && !line.contains(secret))
                            .findFirst()
                            .orElseThrow());

            String receipt = send("POST", "/api/v1/rooms/builds/messages", "deploy", "Content-Type", "text/plain");
            String position = found(Pattern.compile("\"position\":\"([^\"]+)\""), receipt);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> receiver.requests().size() == 2);
            for (HookReceiver.Request request : receiver.requests()) {
                assertThat(request.isSignedWith(second)).isTrue();
                assertThat(request.body()).contains("\"position\":\"" + position + "\"", "\"text\":\"deploy\"");
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> example.hasPrinted("message " + position + " ci deploy"));
        }
    }
}
