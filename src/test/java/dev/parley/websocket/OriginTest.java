package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journey.StompTalker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of others open no session. */
class OriginTest {

    private static WebServer server;

    @BeforeAll
    static void start() {
        server = WebServer.with(settings -> WebSocketSettings.standard(List.of("https://friend.example"), ""));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "http://localhost.evil.example",
                "http://localhost",
                "http://localhost:1",
                "http://friend.example",
                "https://friend.example.evil.example",
                "https://friend.example:444",
                "file://",
                "not an origin",
                "http://user@localhost"
            })
    void aForeignOriginIsForbidden(String origin) throws Exception {
        for (String path : List.of("/ws", "/ws/websocket", "/ws/000/abc/websocket")) {
            assertThatThrownBy(
                            () -> StompTalker.from(origin, server.port(), path).close())
                    .as(path)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(403));
        }
        for (String path : List.of("/ws/info", "/ws/iframe.html", "/ws")) {
            assertThat(get(path, origin).statusCode()).as(path).isEqualTo(403);
        }
        for (String path : List.of("/ws/000/abc/xhr", "/ws/000/abc/xhr_streaming", "/ws/000/abc/xhr_send")) {
            assertThat(post(path, origin).statusCode()).as(path).isEqualTo(403);
        }
    }

    @Test
    void theOwnOriginAndOneThatIsAllowedMayCome() throws Exception {
        StompTalker.from("http://localhost:" + server.port(), server.port(), "/ws")
                .enters("ada")
                .close();
        StompTalker.from("https://friend.example", server.port(), "/ws/websocket")
                .enters("bob")
                .close();

        assertThat(get("/ws/info", "https://friend.example").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://friend.example");
    }

    private static HttpResponse<String> get(String path, String origin) throws IOException, InterruptedException {
        return send(request(path, origin).GET());
    }

    private static HttpResponse<String> post(String path, String origin) throws IOException, InterruptedException {
        return send(request(path, origin).POST(BodyPublishers.ofString("[]")));
    }

    private static HttpRequest.Builder request(String path, String origin) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .header("Origin", origin);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
