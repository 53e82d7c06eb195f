package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.SanctionEnforcer;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the page, its static files and the history over HTTP. */
class PageControllerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final ServerLimits LIMITS = new ServerLimits(
            new NicknamePolicy(10), 500, 5, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);

    private static final ScheduledExecutorService EXECUTOR = Executors.newSingleThreadScheduledExecutor();

    private static ConfigurableApplicationContext server;
    private static Session ada;
    private static String epoch;

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
        TrustedProxyFilter.class
    })
    static class Wiring {}

    @BeforeAll
    static void start() {
        InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());
        Scheduler real = (delay, task) -> {
            Future<?> set = EXECUTOR.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> set.cancel(false);
        };
        ChatServer chatServer = new ChatServer(
                LIMITS, TestResources.of(history, history, history, Clock.systemUTC(), real, Runnable::run));
        PageSettings settings = new PageSettings(
                "Salon",
                10,
                500,
                50,
                8000,
                30,
                false,
                List.of(new PageSettings.Command("who", "/who [PAGE]", "Lists <all>.")));
        server = new SpringApplicationBuilder(Wiring.class)
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
        public void wake(dev.parley.chat.room.Cursor cursor) {}

        @Override
        public void onDirectMessage(dev.parley.chat.room.DirectMessage directMessage) {}

        @Override
        public void disconnect(dev.parley.chat.room.DisconnectReason disconnectReason) {}
    }

    @AfterAll
    static void stop() {
        server.close();
        EXECUTOR.shutdownNow();
    }

    @Test
    void pageContainsTheSettingsOfItsScripts() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains("data-name-length=\"10\"", "data-message-length=\"500\"", "data-replay=\"50\"")
                .contains("data-password-required=\"false\"", "data-usage=\"/who [PAGE]\"", "Lists &lt;all&gt;.")
                .contains("nc localhost 8000", "<title>Salon</title>", "<html lang=\"en\"", "data-key=\"join.title\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/;a=b",
                "/no/such/thing",
                "/no/such/thing.js",
                "/error",
                "/rooms/lobby/messages",
                "/rooms/lobby/messages?before=x",
                "/rooms"
            })
    void everyResponseHasSecurityHeaders(String path) throws Exception {
        var headers = get(path).headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'self'", "object-src 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.allValues("Content-Security-Policy")).hasSize(1);
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=()", "microphone=()");
        // Browsers ignore this header over plain HTTP, and log a warning.
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).isEmpty();
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void pageRefersToVersionedFilesOnly() throws Exception {
        List<String> addresses = Pattern.compile("(?:href|src)=\"([^\"#]*)\"")
                .matcher(get("/").body())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(addresses).hasSizeGreaterThan(15).allMatch(address -> address.startsWith(version() + "/"));
        for (String address : addresses) {
            assertThat(get("/" + address).statusCode()).as(address).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/js/main.js",
                "/css/tokens.css",
                "/icons/calm.svg",
                "/webjars/sockjs-client/sockjs.min.js",
                "/webjars/stomp__stompjs/bundles/stomp.umd.min.js"
            })
    void versionedFileIsCacheableForAYear(String path) throws Exception {
        HttpResponse<String> answer = get("/" + version() + path, "Accept-Encoding", "gzip");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=31536000, public, immutable");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Content-Security-Policy").isPresent())
                .isEqualTo(path.startsWith("/icons/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/js/main.js", "/icons/calm.svg", "/webjars/sockjs-client/sockjs.min.js"})
    void tabOfAnEarlierVersionGetsTheCurrentFileAndRevalidatesIt(String path) throws Exception {
        HttpResponse<String> current = get("/" + version() + path);
        HttpResponse<String> outdated = get("/v-0123456789ab" + path);
        String etag = outdated.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = get("/v-0123456789ab" + path, "If-None-Match", etag);
        HttpResponse<String> changed = get("/v-0123456789ab" + path, "If-None-Match", "W/\"v-ba9876543210\"");

        assertThat(outdated.statusCode()).isEqualTo(200);
        assertThat(outdated.body()).isEqualTo(current.body());
        assertThat(outdated.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(changed.statusCode()).isEqualTo(200);
    }

    private static Session login(String name) {
        return ((LoginResult.LoggedIn) server.getBean(ChatServer.class)
                        .login(
                                LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "::1"), null),
                                new NoOpSubscriber())
                        .toCompletableFuture()
                        .join())
                .session();
    }

    @Test
    void scriptsAreCompressed() throws Exception {
        String current = "/" + version() + "/js/connection.js";

        assertThat(get(current, "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .contains("gzip");
        assertThat(get("/v-0123456789ab/js/connection.js", "Accept-Encoding", "gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/js/none.js", "/", "", "/../application.yaml", "/%2e%2e/application.yaml", "/webjars/", "/js/"})
    void versionedPathServesNothingButStaticFiles(String path) throws Exception {
        HttpResponse<String> current = get("/" + version() + path);
        HttpResponse<String> outdated = get("/v-0123456789ab" + path);

        assertThat(current.statusCode()).isIn(400, 404);
        assertThat(outdated.statusCode()).isIn(400, 404);
        assertThat(get("/v-x/js/main.js").statusCode()).isEqualTo(404);
        assertThat(current.headers().firstValue("Cache-Control").orElse("")).doesNotContain("immutable");
    }

    private static String version() {
        return server.getBean(StaticResourceVersion.class).segment();
    }

    @Test
    void loggedInUserReadsOlderMessages() throws Exception {
        JsonNode page = history("lobby", "before=" + epoch + ":8&limit=3");
        JsonNode rest = history("lobby", "before=" + epoch + ":5&limit=200");

        assertThat(page.get("messages").findValuesAsString("text"))
                .containsExactly("message 5", "message 6", "message 7");
        assertThat(page.get("beginning").asBoolean()).isFalse();
        assertThat(rest.get("messages").size()).isEqualTo(4);
        assertThat(rest.get("beginning").asBoolean()).isTrue();
    }

    @Test
    void loggedInUserFindsRooms() throws Exception {
        server.getBean(ChatServer.class).roomRegistry().open(new RoomName("tea"));
        server.getBean(ChatServer.class).roomRegistry().open(new RoomName("green-tea"));

        JsonNode page = JSON.readTree(
                get("/rooms?search=%23TEA", "Authorization", bearer()).body());
        JsonNode rest = JSON.readTree(
                get("/rooms?search=tea&after=tea", "Authorization", bearer()).body());

        assertThat(page.get("rooms").findValuesAsString("name")).containsExactly("tea", "green-tea");
        assertThat(page.get("rooms").get(0).propertyNames()).containsExactly("name", "topic", "people");
        assertThat(page.get("total").asInt()).isEqualTo(2);
        assertThat(page.get("next").isNull()).isTrue();
        assertThat(rest.get("rooms").findValuesAsString("name")).containsExactly("green-tea");
        assertThat(JSON.readTree(get("/rooms?search=%E2%98%95", "Authorization", bearer())
                                .body())
                        .get("rooms")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void searchAfterAnInvalidNameIsRejected() throws Exception {
        HttpResponse<String> answer = get("/rooms?search=tea&after=NO%20ROOM", "Authorization", bearer());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("code").asString()).isEqualTo("malformed");
    }

    private static JsonNode history(String room, String query) throws IOException, InterruptedException {
        return JSON.readTree(get("/rooms/" + room + "/messages?" + query, "Authorization", bearer())
                .body());
    }

    private static String bearer() {
        return bearer(ada);
    }

    private static String bearer(Session session) {
        return "Bearer " + session.token().orElseThrow().secret();
    }

    @Test
    void pagesBeyondTheRateAreRefusedWithTheTimeToWait() throws Exception {
        String path = "/rooms/lobby/messages?limit=1&before=" + epoch + ":8";
        Session bob = login("bob");
        HttpResponse<String> refused = get(path, "Authorization", bearer(bob));
        int answered = 0;
        while (refused.statusCode() == 200) {
            answered++;
            refused = get(path, "Authorization", bearer(bob));
        }

        assertThat(answered).isBetween(100, 1_000);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(JSON.readTree(refused.body()).get("code").asString()).isEqualTo("slow-down");
        assertThat(get(path, "Authorization", bearer()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Bearer 0123456789abcdef0123456789abcdef", "Basic YTpi"})
    void requestWithoutAValidTokenIsUnauthorized(String authorization) throws Exception {
        for (String path : List.of("/rooms/lobby/messages?before=" + epoch + ":5", "/rooms?search=lobby")) {
            HttpResponse<String> answer = get(path, "Authorization", authorization);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(JSON.readTree(answer.body()).get("code").asString()).isEqualTo("not-let-in");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/error", "/error?status=200", "/error;a=b", "/%65rror", "/error/", "/x/../error"})
    void pathOfErrorsIsNoPage(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void bannedAddressReadsNothing() throws Exception {
        SanctionEnforcer enforcer = server.getBean(ChatServer.class).sanctionEnforcer();
        List<String> paths = List.of("/rooms/lobby/messages?before=" + epoch + ":5", "/rooms?search=lobby");
        enforcer.ban("127.0.0.1", Duration.ofMinutes(30)).toCompletableFuture().join();
        try {
            for (String authorization : List.of(bearer(), "Bearer x", "")) {
                for (String path : paths) {
                    HttpResponse<String> answer = get(path, "Authorization", authorization);
                    assertThat(answer.statusCode()).as(authorization).isEqualTo(403);
                    assertThat(JSON.readTree(answer.body()).get("code").asString())
                            .isEqualTo("banned");
                    assertThat(JSON.readTree(answer.body()).get("sentence").asString())
                            .contains("30 minutes from now");
                }
            }
            assertThat(get("/").body()).contains("<title>Salon</title>").contains("<p class=\"join-lead\"> <span>");
        } finally {
            enforcer.lift(Sanction.Kind.BAN, null, "127.0.0.1")
                    .toCompletableFuture()
                    .join();
        }
        for (String path : paths) {
            assertThat(get(path, "Authorization", bearer()).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lobby,before=nonsense,400,malformed",
        "lobby,limit=5,400,malformed",
        "lobby,before=e:5&limit=0,400,malformed",
        "lobby,before=e:5&limit=201,400,malformed",
        "lobby,before=e:5&limit=x,400,malformed",
        "nowhere,before=e:5,404,no-such-room",
        "NO%20ROOM,before=e:5,404,no-such-room"
    })
    void invalidRequestForMessagesIsRejectedWithASentence(String room, String query, int status, String code)
            throws Exception {
        HttpResponse<String> answer = get("/rooms/" + room + "/messages?" + query, "Authorization", bearer());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("code").asString()).isEqualTo(code);
        assertThat(JSON.readTree(answer.body()).get("sentence").asString()).endsWith(".");
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        String port = server.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
