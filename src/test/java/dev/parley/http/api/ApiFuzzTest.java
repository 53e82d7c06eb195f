package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sends random requests to the HTTP API, most of them near valid ones. */
@Timeout(300)
class ApiFuzzTest {

    private static final int REQUESTS = 10_000 * Integer.getInteger("test.fuzz.percent", 10) / 100;
    private static final long SEED = 19;

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "QUERY");
    private static final List<String> PARTS = List.of(
            "rooms",
            "lobby",
            "messages",
            "users",
            "moderation",
            "kick",
            "bans",
            "mutes",
            "1",
            "99",
            "-1",
            "x",
            "",
            "%23lobby",
            "a%20b",
            "%C3%A4",
            "..%20",
            "99999999999999999999",
            "stream",
            "export",
            "search",
            ";a=b",
            "~",
            "%25");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "0",
            "-1",
            "201",
            "abc:1",
            "abcdefghijkl:1",
            "x:y",
            "lobby",
            "%00",
            "%F0%9F%98%80",
            "9".repeat(30));
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/json",
            "text/plain;charset=utf-8",
            "text/plain;charset=utf-16",
            "application/json; charset=x",
            "*/*",
            "text/*",
            "nonsense",
            "application/x-www-form-urlencoded",
            ";",
            "");
    private static final List<String> BODIES = List.of(
            "",
            "hello",
            "{}",
            "[]",
            "null",
            "7",
            "{\"text\":\"a\"}",
            "{\"text\":null}",
            "{\"text\":\"\\ud800\"}",
            "{\"text\":\"a\",\"replyTo\":99}",
            "{\"text\":\"a\",\"replyTo\":\"x\"}",
            "{\"name\":\"bob\"}",
            "{\"name\":\"a b\"}",
            "{\"name\":\"bob\",\"minutes\":-1}",
            "{\"name\":\"bob\",\"minutes\":1e99}",
            "[".repeat(10_000),
            "x".repeat(600),
            "\u0000\u0001",
            "\n\n\n",
            "{\"text\":\"" + "\\u0061".repeat(600) + "\"}");

    private final Random random = new Random(SEED);
    private final HttpClient client = HttpClient.newHttpClient();

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        if (random.nextInt(3) > 0) {
            path.append(any(
                    List.of("rooms/lobby/messages", "rooms/lobby/messages/1", "rooms", "users", "moderation/bans")));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            path.append('/').append(any(PARTS));
        }
        String separator = "?";
        for (int i = random.nextInt(3); i > 0; i--) {
            path.append(separator)
                    .append(any(List.of("limit", "before", "after", "around", "room", "search", "events", "x")))
                    .append('=')
                    .append(any(VALUES));
            separator = "&";
        }
        return path.toString();
    }

    private HttpRequest request(ApiServer server, List<String> keys) {
        int which = random.nextInt(keys.size() + 2);
        HttpRequest.Builder request = server.request(path(), which < keys.size() ? keys.get(which) : null);
        if (random.nextBoolean()) {
            request.header("Content-Type", any(TYPES));
        }
        if (random.nextInt(3) == 0) {
            request.header("Accept", any(TYPES));
        }
        if (random.nextInt(4) == 0) {
            request.header("Idempotency-Key", any(List.of("a", "b", "\"c\"", "", "a b", "x".repeat(65))));
        }
        if (random.nextInt(8) == 0) {
            request.header("Origin", any(List.of("https://chat.example", "null", "https://evil.example", "x")));
        }
        if (random.nextInt(8) == 0) {
            request.header("Authorization", any(List.of("Basic YTpi", "Bearer", "bearer x", "Bearer \t")));
        }
        return request.method(any(METHODS), HttpRequest.BodyPublishers.ofString(any(BODIES)))
                .build();
    }

    @Test
    void everyRefusalIsAProblemDocumentAndNoRequestIsADefect() throws Exception {
        try (ApiServer server = new ApiServer(true, 1_000_000)) {
            List<String> keys = List.of(
                    server.bot("ci", true, "lobby"),
                    server.bot("news", false, "lobby"),
                    server.login("ada").token().orElseThrow().secret());
            for (int i = 0; i < REQUESTS; i++) {
                check(request(server, keys));
            }
        }
    }

    private void check(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        boolean hasBody = !request.method().equals("GET") && !request.method().equals("HEAD");
        assertThat(response.statusCode()).as("%s %s", request, response.body()).isNotEqualTo(500);
        // A GET with a body is refused before the API, as on all addresses.
        if (response.statusCode() >= 400 && hasBody) {
            assertThat(type).as("%s %s", request, response).isEqualTo("application/problem+json");
            assertThat(response.body()).contains("\"status\":" + response.statusCode() + ",", "\"code\":\"");
        }
    }
}
