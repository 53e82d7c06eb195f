package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.RequestLimiter;
import dev.parley.chat.session.RoomAccess;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.ComponentScan;

/** Checks the search for messages over the HTTP API. */
class ApiSearchTest {

    private final ApiServer server = new ApiServer();

    /** Adds the valves of the whole server. */
    @ComponentScan("dev.parley.http.tomcat")
    static class Valves {}

    @AfterEach
    void close() {
        server.close();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status, "\"code\":\"" + code + "\"");
    }

    @Test
    void botFindsMessagesOfItsRoomsWithPositionAndExcerpt() throws Exception {
        String key = server.bot("ci", true, "lobby", "builds");
        String other = server.bot("news", false, "lobby");
        server.post("rooms/lobby/messages", key, "build 7 is green");
        server.post("rooms/builds/messages", key, "build 8 is red");

        String all = server.get("search?q=build", key).body();
        assertThat(all)
                .contains("\"excerpt\":\"build 8 is red\",\"marks\":[[0,5]]", "\"excerpt\":\"build 7 is green\"")
                .containsPattern("\"room\":\"builds\",\"position\":\"\\w+:1\",\"at\":\"20[^\"]+\",\"name\":\"ci\"")
                .endsWith("\"notes\":[]}");
        assertThat(server.get("search?q=build", other).body())
                .contains("build 7 is green")
                .doesNotContain("build 8");
        assertThat(server.get("search?q=build+in:builds", other).body()).isEqualTo("{\"messages\":[],\"notes\":[]}");
        assertThat(server.get("search?q=%22is+gr%22+from:ci+in:lobby", key).body())
                .contains("build 7")
                .doesNotContain("build 8");
        assertThat(server.get("search?q=build&limit=1", key).body())
                .contains("build 8", "\"notes\":[\"more\"]")
                .doesNotContain("build 7");
    }

    @Test
    void plainTextHasALineForEachMessageAndOneForEachNote() throws Exception {
        String key = server.bot("ci", true, "lobby");
        server.post("rooms/lobby/messages", key, "one build");
        server.post("rooms/lobby/messages", key, "two\nbuild");

        HttpResponse<String> found = server.get("search?q=build&limit=1", key, "Accept", "text/plain");

        assertThat(found.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
        assertThat(found.body())
                .matches(
                        "lobby \\w+:2 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d <ci> two build\n--- There are older ones.*\n");
    }

    @Test
    void privateRoomIsSearchedForItsMembersOnly() throws Exception {
        Session ada = server.login("ada");
        Session bob = server.login("bob");
        RoomName den = new RoomName("den");
        assertThat(server.chatServer
                        .roomAccess()
                        .create(ada, den)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(RoomAccess.Created.class);
        ada.join(den, new ReplayFrom.Last(0)).toCompletableFuture().join();
        String token = ada.token().orElseThrow().secret();
        assertThat(server.post("rooms/den/messages", token, "a secret").statusCode())
                .isEqualTo(201);

        assertThat(server.get("search?q=secret", token).body()).contains("\"room\":\"den\"");
        assertThat(server.get("search?q=secret", bob.token().orElseThrow().secret())
                        .body())
                .isEqualTo("{\"messages\":[],\"notes\":[]}");
    }

    @Test
    void invalidSearchesAreRefusedWithASentence() throws Exception {
        String key = server.bot("ci", true, "lobby");

        assertProblem(server.get("search", key), 400, "search-invalid");
        assertProblem(server.get("search?q=+", key), 400, "search-invalid");
        HttpResponse<String> day = server.get("search?q=tea+before:soon", key);
        assertProblem(day, 400, "search-invalid");
        assertThat(day.body()).contains("needs a day, as in before:2026-11-20");
        assertProblem(server.get("search?q=" + "x".repeat(201), key), 400, "search-invalid");
        assertProblem(server.get("search?q=tea&limit=51", key), 400, "malformed");
        assertProblem(server.get("search?q=after:-999999999-01-01", key), 400, "search-invalid");
        assertProblem(server.get("search?q=tea", null), 401, "not-let-in");
    }

    @Test
    void queryThatCannotBeDecodedIsRefusedAndDoesNotFillTheLog() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        RequestLimiter limiter = new RequestLimiter(AdmissionLimits.PerAddress.NONE, 200, 2, System::nanoTime);
        try (ApiServer whole = new ApiServer(Map.of("requestLimiter", limiter), Valves.class)) {
            root.addAppender(log); // after the start, at which a second Tomcat of a JVM may warn
            for (String query : List.of("q=%FF", "q=%C0%AF", "%FF=q", "q=%E2%82", "q=1&".repeat(1_500))) {
                HttpResponse<String> response = whole.get("search?" + query, null);

                assertThat(response.statusCode()).as(query).isEqualTo(400);
                assertThat(response.headers().firstValue("X-Content-Type-Options"))
                        .hasValue("nosniff");
            }
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void bannedUsersAndTooManySearchesAreRefused() throws Exception {
        try (ApiServer slow = new ApiServer(false, 1)) {
            String key = slow.bot("ci", true, "lobby");
            HttpResponse<String> answer = slow.get("search?q=tea", key);
            for (int sent = 0; sent < 200 && answer.statusCode() == 200; sent++) {
                answer = slow.get("search?q=tea", key);
            }
            assertProblem(answer, 429, "slow-down");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            slow.chatServer.sanctionEnforcer().ban("127.0.0.1", null);
            assertProblem(slow.get("search?q=tea", key), 403, "banned");
        }
    }

    @Test
    void serverWithoutASearchExplainsIt() throws Exception {
        try (ApiServer without = new ApiServer(false, 1_000, false)) {
            HttpResponse<String> answer = without.get("search?q=tea", without.bot("ci", true, "lobby"));

            assertProblem(answer, 501, "search-unavailable");
            assertThat(answer.body()).contains("\"detail\":\"This server has no search.\"");
        }
    }
}
