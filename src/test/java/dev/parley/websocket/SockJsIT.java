package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fuzz.FuzzLog;
import dev.parley.integration.StompLibraryClient;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Checks SockJS, the fallback for networks that block WebSocket. */
@Tag("waits")
class SockJsIT extends WebSocketTestBase {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void streamingTransportSendsAndReceivesMessages() throws Exception {
        try (StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby");
                BufferedReader stream = stream("/ws/000/one/xhr_streaming")) {
            readUntil(stream, "o");
            sendFrame("/ws/000/one/xhr_send", "CONNECT\naccept-version:1.2\nlogin:ada\n\n\0");
            readUntil(stream, "CONNECTED");
            sendFrame("/ws/000/one/xhr_send", "SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\n\n\0");
            readUntil(stream, "welcome");
            bob.publish("lobby", "hello stream", "r").receiveReceipt("r");
            readUntil(stream, "hello stream");
            sendFrame("/ws/000/one/xhr_send", "SEND\ndestination:/app/rooms/lobby\n\n{\"text\":\"hello page\"}\0");

            assertThat(bob.receiveMessage("hello page").get("from").asString()).isEqualTo("ada");
        }
    }

    @Test
    void pollingTransportReceivesAllMessagesInOrder() throws Exception {
        try (StompLibraryClient bob =
                StompLibraryClient.connect(server.port()).logIn("bob").join("lobby")) {
            assertThat(poll("two")).isEqualTo("o\n");
            sendFrame("/ws/000/two/xhr_send", "CONNECT\naccept-version:1.2\nlogin:cy\n\n\0");
            assertThat(poll("two")).contains("CONNECTED");
            sendFrame("/ws/000/two/xhr_send", "SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\n\n\0");
            assertThat(poll("two")).contains("welcome");
            for (int i = 0; i < 300; i++) {
                bob.publish("lobby", "message " + i, "m" + i);
            }
            bob.receiveReceipt("m299");

            StringBuilder received = new StringBuilder();
            while (!received.toString().contains("message 299")) {
                received.append(poll("two"));
            }

            int index = 0;
            for (int i = 0; i < 300; i++) {
                index = received.indexOf("message " + i + "\\", index);
                assertThat(index).as("message %s", i).isPositive();
            }
        }
    }

    @Test
    void webSocketTransportSendsAndReceivesLongMessages() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket = CLIENT.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://localhost:" + server.port() + "/ws/000/four/websocket"),
                        new TextListener(received))
                .join();
        assertThat(received.take()).isEqualTo("o");
        socket.sendText(framed("CONNECT\naccept-version:1.2\nlogin:dee\n\n\0"), true)
                .join();
        assertThat(received.take()).contains("CONNECTED");
        socket.sendText(framed("SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\n\n\0"), true)
                .join();
        assertThat(received.take()).contains("welcome");
        String text = "long ".repeat(90);
        socket.sendText(framed("SEND\ndestination:/app/rooms/lobby\n\n{\"text\":\"" + text + "\"}\0"), true)
                .join();

        assertThat(received.take()).contains(text.strip());
        socket.abort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{}", "[null]", "[\"a\",null]", "[[]]", "[\"a\"] x", "[", "\"", "null"})
    void invalidSockJsFrameEndsTheSessionWithAnErrorAndNoStackTrace(String nonsense) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (FuzzLog fuzzLog = new FuzzLog()) {
            WebSocket socket = CLIENT.newWebSocketBuilder()
                    .buildAsync(
                            URI.create(
                                    "ws://localhost:" + server.port() + "/ws/000/" + UUID.randomUUID() + "/websocket"),
                            new TextListener(received))
                    .join();
            assertThat(received.take()).isEqualTo("o");
            socket.sendText(nonsense, true).join();

            assertThat(received.take()).contains("ERROR", "malformed", "a JSON array of strings");
            Awaitility.await().until(() -> server.openSessions() == 0);
            fuzzLog.assertNoWarnings(nonsense);
        }
    }

    private record TextListener(BlockingQueue<String> received, StringBuilder part) implements WebSocket.Listener {
        private TextListener(BlockingQueue<String> received) {
            this(received, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                received.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ws/000/x/jsonp?c=a",
                "/ws/000/x/htmlfile?c=a",
                "/ws/000/x/eventsource",
                "/ws/iframe.html",
                "/ws/iframe-abc.html"
            })
    void otherTransportsAreDisabled(String path) throws Exception {
        assertThat(CLIENT.send(request(path).GET().build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.openSessions()).isZero();
    }

    @Test
    void invalidSendRequestIsRejected() throws Exception {
        assertThat(poll("five")).isEqualTo("o\n");
        String path = "/ws/000/five/xhr_send";

        assertThat(status(path, BodyPublishers.ofString("x".repeat(400_000)))).isEqualTo(413);
        assertThat(status(path, chunked("x".repeat(400_000)))).isEqualTo(413);
        assertThat(status(path, chunked("not json"))).isEqualTo(500);
        assertThat(status(path, BodyPublishers.ofString("not json"))).isEqualTo(500);
        assertThat(status(path, BodyPublishers.ofString("{}"))).isEqualTo(500);
        assertThat(status(path, BodyPublishers.ofString("[null]"))).isEqualTo(500);
        assertThat(status("/ws/000/nobody/xhr_send", BodyPublishers.ofString("[\"x\"]")))
                .isEqualTo(404);
    }

    @Test
    void sendRequestInChunksIsAccepted() throws Exception {
        assertThat(poll("six")).isEqualTo("o\n");

        assertThat(status("/ws/000/six/xhr_send", chunked(framed("CONNECT\naccept-version:1.2\nlogin:dora\n\n\0"))))
                .isEqualTo(204);

        assertThat(poll("six")).contains("CONNECTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr", "xhr_streaming"})
    void requestAfterAnAbortedOneIsAnsweredThatTheConnectionWasInterrupted(String transport) throws Exception {
        String path = "/ws/000/seven-" + transport + "/" + transport;
        if (transport.equals("xhr")) {
            assertThat(post(path)).isEqualTo("o\n");
        }
        try (Socket pending = new Socket("localhost", server.port())) {
            pending.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().untilAsserted(() -> assertThat(post(path)).contains("c[2010,"));
        }

        assertThat(post(path)).endsWith("c[1002,\"Connection interrupted\"]\n");

        Awaitility.await().until(() -> server.openSessions() == 0);
    }

    @Test
    void pollAfterTheLastFrameReceivesTheCloseCode() throws Exception {
        assertThat(poll("eight")).isEqualTo("o\n");
        sendFrame("/ws/000/eight/xhr_send", "NONSENSE\n\n\0");

        assertThat(poll("eight")).contains("ERROR");
        assertThat(poll("eight")).startsWith("c[1002,");
    }

    /** Returns a body without Content-Length. */
    private static HttpRequest.BodyPublisher chunked(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static int status(String path, HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        return CLIENT.send(request(path).POST(body).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void infoReportsWebSocketsAndNoCookies() throws Exception {
        var info = JSON.readTree(CLIENT.send(request("/ws/info").GET().build(), BodyHandlers.ofString())
                .body());

        assertThat(info.get("websocket").asBoolean()).isTrue();
        assertThat(info.get("cookie_needed").asBoolean()).isFalse();
    }

    private static String poll(String session) throws IOException, InterruptedException {
        return post("/ws/000/" + session + "/xhr");
    }

    private static String post(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
                .body();
    }

    private static void sendFrame(String path, String frame) throws IOException, InterruptedException {
        HttpResponse<Void> answer = CLIENT.send(
                request(path).POST(BodyPublishers.ofString(framed(frame))).build(), BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    private static String framed(String frame) {
        return JSON.writeValueAsString(new String[] {frame});
    }

    private static BufferedReader stream(String path) throws IOException, InterruptedException {
        var answer = CLIENT.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static void readUntil(BufferedReader stream, String part) throws IOException {
        String line = stream.readLine();
        while (line != null && !line.contains(part)) {
            line = stream.readLine();
        }
        assertThat(line).isNotNull();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }
}
