package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.integration.StompLibraryClient;
import dev.parley.servlet.BodyBudget;
import dev.parley.servlet.OriginPolicy;
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
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Checks that only allowed origins open sessions, over WebSocket and all SockJS transports. */
class OriginFilterTest {

    private static WebTestServer server;

    @BeforeAll
    static void start() {
        server = WebTestServer.with(settings -> WebSocketSettings.standard(List.of("https://friend.example")));
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
                "http://user@localhost",
                "http://localhost:PORT.evil.example",
                "http://evil.example:PORT",
                "http://evillocalhost:PORT",
                "http://localhost.:PORT",
                "http://xn--lcalhost-m7a:PORT",
                "http://user@localhost:PORT",
                "http://localhost:PORT@evil.example",
                "http://localhost:PORT/",
                "http://localhost:PORT/path",
                "http://localhost:PORT#evil",
                "http://localhost:0PORT",
                "https://localhost:PORT",
                "ws://localhost:PORT",
                "http://127.0.0.1:PORT",
                "http://[::1]:PORT",
                "https://friend.example:443",
                "https://friend.example.",
                "https://friend.example, http://localhost:PORT"
            })
    void foreignOriginIsForbidden(String written) throws Exception {
        String origin = written.replace("PORT", Integer.toString(server.port()));
        for (String path : List.of("/ws", "/ws/websocket", "/ws/000/abc/websocket")) {
            assertThatThrownBy(() -> StompLibraryClient.connectWithOrigin(origin, server.port(), path)
                            .close())
                    .as(path)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(403));
        }
        for (String path : List.of(
                "/ws/info",
                "/ws/iframe.html",
                "/ws",
                "/ws/000/abc/jsonp?c=a",
                "/ws/000/abc/htmlfile?c=a",
                "/ws/000/abc/eventsource",
                "/%77s/info",
                "/ws;a=b/info",
                "//ws/info",
                "/./ws/info",
                "/ws/%69nfo")) {
            assertThat(get(path, origin).statusCode()).as(path).isEqualTo(403);
        }
        for (String path : List.of("/ws/000/abc/xhr", "/ws/000/abc/xhr_streaming", "/ws/000/abc/xhr_send")) {
            assertThat(post(path, origin).statusCode()).as(path).isEqualTo(403);
        }
    }

    @Test
    void forbiddenOriginCreatesNoSession() throws Exception {
        assertThat(post("/ws/000/none/xhr", "http://evil.example").statusCode()).isEqualTo(403);

        assertThat(server.openSessions()).isZero();
        assertThat(send(HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + server.port() + "/ws/000/none/xhr_send"))
                                .POST(BodyPublishers.ofString("[]")))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void firstRefusalOfAnOriginIsLoggedWithTheSettingThatAllowsIt() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(OriginPolicy.class);
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        warnings.start();
        logger.addAppender(warnings);
        OriginFilter filter = new OriginFilter(List.of(), BodyBudget.ofHeap());
        try {
            refuse(filter, "https://chat.example");
            refuse(filter, "https://chat.example");
        } finally {
            logger.detachAppender(warnings);
        }

        assertThat(warnings.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains(
                        "A page of the origin https://chat.example was refused",
                        "one to http://localhost.",
                        "parley.web.allowed-origins=https://chat.example");
    }

    private static void refuse(OriginFilter filter, String origin) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/ws/info");
        request.setServletPath("/ws/info");
        request.addHeader("Origin", origin);
        MockHttpServletResponse response = new MockHttpServletResponse();

        filter.doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(403);
    }

    @Test
    void requestWithTwoOriginsIsForbidden() throws Exception {
        HttpRequest.Builder request = request("/ws/info", "http://localhost:" + server.port());

        assertThat(send(request.header("Origin", "http://evil.example").GET()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void ownAndAllowedOriginsAreAccepted() throws Exception {
        StompLibraryClient.connectWithOrigin("http://localhost:" + server.port(), server.port(), "/ws")
                .logIn("ada")
                .close();
        StompLibraryClient.connectWithOrigin("https://friend.example", server.port(), "/ws/websocket")
                .logIn("bob")
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
