package dev.parley.http.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.HookKey;
import dev.parley.chat.moderation.Sanction;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks requests to incoming webhooks over HTTP. */
class HookControllerTest {

    private static HookTestServer server;
    private static HookKey key;

    @BeforeAll
    static void start() {
        server = new HookTestServer();
        key = server.create("build");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(HookKey to, String type, byte[] body, String... headers) throws Exception {
        return server.post(to.secret(), type, body, headers);
    }

    @Test
    void slackMessageIsPublishedAndAnsweredWithOk() throws Exception {
        HttpResponse<String> response =
                post(key, "application/json", "{\"text\": \"see <https://x.example|x>\"}".getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok");
        assertThat(server.last().text()).isEqualTo("see x (https://x.example)");
        assertThat(server.last().name()).isEqualTo("build");
        assertThat(server.last().via()).isEqualTo("bot");
    }

    @Test
    void eventsOfGitHubArePublishedOrAccepted() throws Exception {
        byte[] body = "{\"ref\": \"refs/heads/x\", \"deleted\": true, \"pusher\": {\"name\": \"ada\"}}".getBytes(UTF_8);

        assertThat(post(key, "application/json", body, "X-GitHub-Event", "push").statusCode())
                .isEqualTo(200);
        assertThat(server.last().text()).isEqualTo("GitHub ada deleted the branch x");
        assertThat(post(key, "application/json", body, "X-GitHub-Event", "star").statusCode())
                .isEqualTo(202);
        assertThat(server.last().text()).isEqualTo("GitHub ada deleted the branch x");
    }

    @Test
    void bodyThatIsTooLargeIsRefused() throws Exception {
        HttpResponse<String> response = post(key, "text/plain", new byte[1_000_001]);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"body-too-large\"").doesNotContain(key.secret());
        HttpResponse<String> chunked = HookTestServer.send(server.to("/hook/" + key.secret())
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream())));
        assertThat(chunked.statusCode()).isEqualTo(400);
    }

    @Test
    void bodyForAnUnknownAddressIsNotReadAndNeedNotArrive() throws Exception {
        try (Socket client = new Socket("localhost", server.port())) {
            client.setSoTimeout(5_000);
            client.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "POST /hook/hook_0123456789abcdef0123456789abcdef HTTP/1.1",
                                    "Host: localhost",
                                    "Content-Type: text/plain",
                                    "Content-Length: 900000",
                                    "",
                                    "")
                            .getBytes(UTF_8));

            assertThat(new String(client.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 404");
        }
    }

    @Test
    void bodyThatStallsIsRefusedWithoutTheAddress() throws Exception {
        try (Socket client = new Socket("localhost", server.port())) {
            client.setSoTimeout(15_000);
            client.getOutputStream()
                    .write(("POST /hook/" + key.secret()
                                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nthe build is")
                            .getBytes(UTF_8));

            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"code\":\"body-too-slow\"")
                    .doesNotContain(key.secret());
        }
    }

    @Test
    void bodyInMalformedChunksIsRefusedWithoutTheAddress() throws Exception {
        try (Socket client = new Socket("localhost", server.port())) {
            client.setSoTimeout(15_000);
            client.getOutputStream()
                    .write(("POST /hook/" + key.secret()
                                    + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                            .getBytes(UTF_8));

            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"code\":\"malformed\"")
                    .doesNotContain(key.secret());
        }
    }

    @Test
    void messageOfABotDoesNotCirculateAndItsSenderDoesNotRepeatIt() throws Exception {
        byte[] body = "{\"text\": \"from another room\"}".getBytes(UTF_8);
        assertThat(post(key, "application/json", body, "X-Parley-Event", "message", "X-Parley-Via", "websocket")
                        .body())
                .isEqualTo("ok");
        assertThat(server.last().text()).isEqualTo("from another room");

        byte[] again = "{\"text\": \"once more\"}".getBytes(UTF_8);
        HttpResponse<String> ofABot = post(
                key,
                "application/json",
                again,
                "X-Parley-Event",
                "message",
                "X-Parley-Via",
                server.last().via());
        HttpResponse<String> deletion =
                post(key, "application/json", "{}".getBytes(UTF_8), "X-Parley-Event", "deletion");

        assertThat(ofABot.statusCode()).isEqualTo(202);
        assertThat(deletion.statusCode()).isEqualTo(202);
        assertThat(server.last().text()).isEqualTo("from another room");
    }

    @Test
    void textOfOneMegabyteIsCut() throws Exception {
        assertThat(post(key, "text/plain", "x".repeat(1_000_000).getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(200);

        assertThat(server.last().text()).hasSize(500).endsWith("x…");
    }

    @Test
    void requestWithoutATextIsMalformed() throws Exception {
        HttpResponse<String> response = post(key, "application/json", "{}".getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("\"status\":400", "\"code\":\"malformed\"", "The request has no text.")
                .doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "HEAD"})
    void otherMethodsAreRefusedWithoutTheAddress(String method) throws Exception {
        HttpResponse<String> response = HookTestServer.send(
                server.to("/hook/" + key.secret()).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("POST");
        assertThat(response.body()).doesNotContain(key.secret());
    }

    @Test
    void mutedWebhookIsForbidden() throws Exception {
        HookKey muted = server.create("muted");
        HookTestServer.join(server.chatServer()
                .sanctionEnforcer()
                .impose(
                        Sanction.Kind.MUTE,
                        server.chatServer().bots().hooks().stream()
                                .map(hook -> hook.nickname())
                                .filter(name -> name.text().equals("muted"))
                                .findFirst()
                                .orElseThrow(),
                        null));

        HttpResponse<String> response = post(muted, "text/plain", "a".getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("\"code\":\"muted\"");
    }

    @Test
    void mutatedRequestsNeverFail() throws Exception {
        Random random = new Random(19);
        String[] types = {"application/json", "text/plain", "application/x-www-form-urlencoded", "x", "a/b; c=\"", ";;"
        };
        String[] events = {"push", "release", "ping", "other"};
        byte[] sample =
                ("{\"text\":\"a\",\"blocks\":[{\"type\":\"section\",\"text\":{\"text\":\"b\"}}],\"commits\":[{}],"
                                + "\"attachments\":[{\"fields\":[{}]}],\"release\":{},\"action\":\"published\"}")
                        .getBytes(UTF_8);
        for (int round = 0; round < 200; round++) {
            byte[] body = sample.clone();
            for (int change = random.nextInt(6); change > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            String type = types[random.nextInt(types.length)];
            HttpResponse<String> response = random.nextBoolean()
                    ? post(key, type, body)
                    : post(key, type, body, "X-GitHub-Event", events[random.nextInt(events.length)]);

            assertThat(response.statusCode()).isIn(200, 202, 400);
            assertThat(response.body()).doesNotContain(key.secret());
        }
    }

    @Test
    void wrongSecretIsNotFoundAfterADelay() throws Exception {
        try (HookTestServer other = new HookTestServer()) {
            HookKey right = other.create("build");
            long began = System.nanoTime();

            for (String wrong : List.of("%2e%2e", "", right.secret() + "/more")) {
                HttpResponse<String> response = other.post(wrong, "text/plain", "hi".getBytes(UTF_8));

                assertThat(response.statusCode()).as(wrong).isEqualTo(404);
                assertThat(response.body()).doesNotContain(right.secret());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(other.post(right.secret(), "text/plain", "hi".getBytes(UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
