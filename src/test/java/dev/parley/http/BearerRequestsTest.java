package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.SanctionEnforcer;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the requests with a resume token: older messages of a room, and the search for rooms. */
class BearerRequestsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static TestPageServer server;
    private static String epoch;

    @BeforeAll
    static void start() {
        server = new TestPageServer();
        epoch = server.epoch();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return server.get(path, headers);
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
        server.bean(ChatServer.class).roomRegistry().open(new RoomName("tea"));
        server.bean(ChatServer.class).roomRegistry().open(new RoomName("green-tea"));

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
    void privateRoomIsReadAndFoundOnlyByItsMembers() throws Exception {
        ChatServer chatServer = server.bean(ChatServer.class);
        Session owner = server.login("owner");
        Session other = server.login("other");
        chatServer
                .roomAccess()
                .create(owner, new RoomName("vault"))
                .toCompletableFuture()
                .join();
        chatServer.roomRegistry().open(new RoomName("vault"));
        String path = "/rooms/vault/messages?before=" + epoch + ":8";

        HttpResponse<String> refused = get(path, "Authorization", bearer(other));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(refused.body()).get("code").asString()).isEqualTo("room-private");
        assertThat(get(path, "Authorization", bearer(owner)).statusCode()).isEqualTo(200);
        assertThat(get("/rooms?search=vault", "Authorization", bearer(other)).body())
                .isEqualTo("{\"rooms\":[],\"total\":0,\"next\":null}");
        assertThat(get("/rooms?search=vault", "Authorization", bearer(owner)).body())
                .contains("\"name\":\"vault\"");
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
        return bearer(server.ada());
    }

    private static String bearer(Session session) {
        return "Bearer " + session.token().orElseThrow().secret();
    }

    @Test
    void pagesBeyondTheRateAreRefusedWithTheTimeToWait() throws Exception {
        String path = "/rooms/lobby/messages?limit=1&before=" + epoch + ":8";
        Session bob = server.login("bob");
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

    @Test
    void bannedAddressReadsNothing() throws Exception {
        SanctionEnforcer enforcer = server.bean(ChatServer.class).sanctionEnforcer();
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
}
