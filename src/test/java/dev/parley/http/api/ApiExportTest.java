package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.room.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks the export of rooms over the HTTP API. */
@Timeout(120)
class ApiExportTest {

    private static final String EXPORT = "rooms/lobby/export";

    private final ApiServer server = new ApiServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status, "\"code\":\"" + code + "\"");
    }

    private String filled(int messages, String text) {
        String key = server.bot("ci", true, "lobby");
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(server.postLater(key, i + " " + text, "r" + i));
        }
        sent.forEach(CompletableFuture::join);
        return key;
    }

    private HttpResponse<InputStream> open(String key) throws Exception {
        return client.send(server.request(EXPORT, key).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void formatsAreDownloadedAsFilesWithAllMessages() throws Exception {
        String key = filled(700, "grün");

        HttpResponse<String> text = server.get(EXPORT, key);
        HttpResponse<String> html = server.get(EXPORT + "?format=html", key);
        HttpResponse<String> lines = server.get(EXPORT + "?format=jsonl", key);

        assertThat(text.body().split(" grün\n", -1)).hasSize(701);
        assertThat(text.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
        assertThat(text.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"lobby.txt\"");
        assertThat(html.body()).startsWith("<!").contains("699 grün").endsWith("</html>\n");
        assertThat(html.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"lobby.html\"");
        assertThat(lines.body().lines().filter(line -> line.contains(" grün\"")))
                .hasSize(700);
        assertThat(lines.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    }

    @Test
    void exportsAreRefusedWithoutTheRightTheRoomOrTheFormat() throws Exception {
        server.login("ada");
        String key = server.bot("news", false, "lobby");
        String other = server.bot("ci", true, "builds");

        assertThat(server.get(EXPORT, key).statusCode()).isEqualTo(200);
        assertProblem(server.get(EXPORT, null), 401, "not-let-in");
        assertProblem(server.get(EXPORT, other), 403, "key-not-allowed");
        assertProblem(server.get("rooms/builds/export", other), 404, "no-such-room");
        assertProblem(server.get(EXPORT + "?format=pdf", key), 400, "malformed");
    }

    /** Begins exports while reads wait, and returns their responses after the end of all. */
    private List<HttpResponse<String>> together(int refused, List<String> keys) {
        List<CompletableFuture<HttpResponse<String>>> exports = new ArrayList<>();
        synchronized (server.history) { // reads wait meanwhile
            for (String key : keys) {
                exports.add(
                        client.sendAsync(server.request(EXPORT, key).build(), HttpResponse.BodyHandlers.ofString()));
            }
            await().until(() ->
                    exports.stream().filter(CompletableFuture::isDone).count() == refused);
        }
        return exports.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void exportsAtOnceAreLimitedAndTheNextOneRunsAfterTheirEnd() throws Exception {
        String key = filled(1, "x");
        String second = server.bot("second", false, "lobby");
        String third = server.bot("third", false, "lobby");

        assertThat(together(1, List.of(key, key, second, second, third)).stream()
                        .map(HttpResponse::statusCode)
                        .sorted())
                .containsExactly(200, 200, 200, 200, 503);
        for (int i = 0; i < 3 * ExportController.MOST_AT_ONCE; i++) {
            assertThat(server.get(EXPORT, key).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void exportsOfOneKeyLeaveThoseOfOthers() throws Exception {
        String key = filled(1, "x");
        String other = server.bot("other", false, "lobby");

        List<HttpResponse<String>> responses = together(2, List.of(key, key, key, key, other));

        assertThat(responses.get(4).statusCode()).isEqualTo(200);
        List<HttpResponse<String>> refused =
                responses.stream().filter(each -> each.statusCode() != 200).toList();
        assertThat(refused).hasSize(2).allSatisfy(each -> {
            assertProblem(each, 429, "too-many-exports");
            assertThat(each.headers().firstValue("Retry-After")).hasValue("10");
            assertThat(each.body()).contains("At most 2 exports of one user run at the same time.");
        });
    }

    @Test
    void failureOfTheHistoryIsAProblemBeforeTheResponse() throws Exception {
        String key = filled(1, "x");
        server.history.failWith(new StorageException("broken", false, new IOException("disk")));

        assertProblem(server.get(EXPORT, key), 503, "history-unreadable");
    }

    @Test
    void slowReaderReceivesAllAndAnExportThatFailsEndsWithItsConnection() throws Exception {
        String key = filled(1, "x");
        server.fillLobby(2_000, "y".repeat(20_000));

        HttpResponse<InputStream> complete = open(key);
        HttpResponse<InputStream> broken = open(key); // neither is read yet, and no thread waits for them
        assertThat(server.get("rooms/lobby/messages?limit=1", key).statusCode()).isEqualTo(200);
        try (InputStream body = complete.body()) {
            assertThat(body.readAllBytes()).hasSizeGreaterThan(40_000_000);
        }
        server.history.failWith(new StorageException("broken", false, new IOException("disk")));
        try (InputStream body = broken.body()) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }
}
