package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.Message;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks messages over the HTTP API, with keys of bots and with tokens of users. */
class ApiMessagesTest {

    private static final String LOBBY = "rooms/lobby/messages";
    private static final String JSON = "application/json";

    private final ApiServer server = new ApiServer();

    @AfterEach
    void close() {
        server.close();
    }

    private List<Message> stored(String room) {
        return server.chatServer
                .roomRegistry()
                .find(new RoomName(room))
                .orElseThrow()
                .last(200)
                .toCompletableFuture()
                .join();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body())
                .contains("\"type\":\"about:blank\"", "\"status\":" + status, "\"code\":\"" + code + "\"");
    }

    @Test
    void botPublishesPlainTextAndReadsIt() throws Exception {
        String key = server.bot("ci", true, "lobby");

        HttpResponse<String> posted = server.post(LOBBY, key, "build 7 is green\n", "Content-Type", "text/plain");

        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
        assertThat(posted.body()).contains("\"room\":\"lobby\"", "\"seq\":1,", "\"at\":\"20");
        assertThat(posted.headers().firstValue("Location").orElseThrow())
                .startsWith("/api/v1/rooms/lobby/messages?limit=1&around=");
        assertThat(stored("lobby")).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo("build 7 is green");
            assertThat(message.via()).isEqualTo("bot");
            assertThat(message.name()).isEqualTo("ci");
        });
        assertThat(server.get(LOBBY, key).body()).contains("\"from\":\"ci\",", "\"via\":\"bot\"", "\"end\":true");
        assertThat(server.get(LOBBY, key, "Accept", "text/plain").body())
                .containsPattern("(?m)^--- \\d{4}-\\d\\d-\\d\\d ---\n\\d\\d:\\d\\d <ci\\[bot]> build 7 is green$");
    }

    @Test
    void repeatedKeyOfARequestPublishesOnce() throws Exception {
        String key = server.bot("ci", true, "lobby");

        HttpResponse<String> first = server.post(LOBBY, key, "one", "Idempotency-Key", "build-7");
        HttpResponse<String> second = server.post(LOBBY, key, "one", "Idempotency-Key", "\"build-7\"");
        HttpResponse<String> third = server.post(LOBBY, key, "two", "Idempotency-Key", "build-7");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertProblem(third, 409, "reference-conflict");
        assertProblem(server.post(LOBBY, key, "x", "Idempotency-Key", "a b"), 400, "reference-invalid");
        assertThat(stored("lobby")).hasSize(1);
    }

    @Test
    void jsonHasActionsAndReplies() throws Exception {
        String key = server.bot("ci", true, "lobby");
        server.post(LOBBY, key, "one");

        assertThat(server.post(LOBBY, key, "{\"text\":\"waves\",\"action\":true,\"replyTo\":1}", "Content-Type", JSON)
                        .statusCode())
                .isEqualTo(201);

        Message reply = stored("lobby").get(1);
        assertThat(reply.action()).isTrue();
        assertThat(reply.state().replyTo()).isNotNull();
        assertProblem(server.post(LOBBY, key, "{\"text\":7}", "Content-Type", JSON), 400, "malformed");
        assertProblem(server.post(LOBBY, key, "{", "Content-Type", JSON), 400, "malformed");
        assertProblem(
                server.post(LOBBY, key, "<a/>", "Content-Type", "application/xml"), 415, "unsupported-media-type");
        assertProblem(server.post(LOBBY, key, " ", "Content-Type", "text/plain"), 400, "message-empty");
        assertProblem(server.post(LOBBY, key, "x".repeat(501)), 413, "message-too-long");
        assertProblem(server.post(LOBBY, key, "x".repeat(200_000)), 413, "body-too-large");
    }

    @Test
    void ownMessagesAreEditedAndDeleted() throws Exception {
        String ci = server.bot("ci", true, "lobby");
        String cd = server.bot("cd", true, "lobby");
        server.post(LOBBY, ci, "one");

        assertThat(server.send("PUT", LOBBY + "/1", ci, "two").statusCode()).isEqualTo(200);
        assertThat(stored("lobby").get(0).text()).isEqualTo("two");
        assertProblem(server.send("PUT", LOBBY + "/1", cd, "three"), 403, "not-author");
        assertProblem(server.send("DELETE", LOBBY + "/1", cd, ""), 403, "not-author");
        assertThat(server.send("DELETE", LOBBY + "/1", ci, "").statusCode()).isEqualTo(200);
        assertThat(stored("lobby").get(0).isDeleted()).isTrue();
        assertProblem(server.send("DELETE", LOBBY + "/1", ci, ""), 409, "already-deleted");
        assertProblem(server.send("DELETE", LOBBY + "/99", ci, ""), 404, "no-such-message");
        assertProblem(server.send("DELETE", LOBBY + "/x", ci, ""), 400, "malformed");
    }

    @Test
    void keysHaveTheirRoomsAndRightsOnly() throws Exception {
        server.login("ada");
        String reads = server.bot("news", false, "lobby");
        String writes = server.bot("ci", true, "builds");

        assertProblem(server.post(LOBBY, reads, "hello"), 403, "key-not-allowed");
        assertProblem(server.post(LOBBY, writes, "hello"), 403, "key-not-allowed");
        assertProblem(server.get(LOBBY, writes), 403, "key-not-allowed");
        assertProblem(server.get("rooms/builds/messages", writes), 404, "no-such-room");
        assertThat(server.post("rooms/builds/messages", writes, "green").statusCode())
                .isEqualTo(201);
        assertThat(stored("builds")).hasSize(1);
        assertThat(server.get("rooms", writes).body())
                .isEqualTo("{\"rooms\":[{\"name\":\"builds\",\"topic\":\"\",\"people\":0}],\"total\":1,\"next\":null}");
        assertThat(server.get("users", writes).body()).isEqualTo("{\"users\":[],\"complete\":true}");
        assertThat(server.get("users", reads).body())
                .contains("{\"name\":\"ada\",\"via\":\"browser\",\"idle\":0,\"rooms\":[\"lobby\"]}");
    }

    @Test
    void absenceOfAUserIsListedUntilItEnds() throws Exception {
        Session ada = server.login("ada");
        String key = server.bot("news", false, "lobby");
        String present = "{\"name\":\"ada\",\"via\":\"browser\",\"idle\":0,\"rooms\":[\"lobby\"]}";

        assertThat(server.chatServer
                        .absences()
                        .set(ada, "lunch \"until\" 13:00")
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertThat(server.get("users", key).body())
                .contains(present.replace("\"rooms\"", "\"away\":\"lunch \\\"until\\\" 13:00\",\"rooms\""));
        assertThat(server.chatServer
                        .absences()
                        .set(ada, "")
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertThat(server.get("users?room=lobby", key).body()).contains(present);
    }

    @Test
    void requestsWithoutAValidKeyAreRefused() throws Exception {
        String key = server.bot("ci", true, "lobby");

        HttpResponse<String> without = server.get(LOBBY, null);
        assertProblem(without, 401, "not-let-in");
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertProblem(server.get(LOBBY + "?key=" + key, null), 401, "not-let-in");
        assertProblem(server.post(LOBBY, null, "x"), 401, "not-let-in");
        assertProblem(server.get(LOBBY, "bot_" + "0".repeat(32)), 401, "not-let-in");
        server.chatServer
                .bots()
                .revoke("ci", Operator.CONSOLE)
                .toCompletableFuture()
                .join();
        assertProblem(server.get(LOBBY, key), 401, "not-let-in");
    }

    @Test
    void userPublishesWithTheOwnTokenUnderTheOwnNickname() throws Exception {
        Session ada = server.login("ada");
        String token = ada.token().orElseThrow().secret();

        assertThat(server.post(LOBBY, token, "hello").statusCode()).isEqualTo(201);
        assertThat(stored("lobby").get(0).person()).isEqualTo(ada.user().id());
        assertThat(stored("lobby").get(0).via()).isEqualTo("http");
        assertProblem(server.post("rooms/nowhere/messages", token, "x"), 404, "no-such-room");
        assertProblem(
                server.post("moderation/kick", token, "{\"name\":\"bob\"}", "Content-Type", JSON),
                403,
                "operators-only");
    }

    @Test
    void userWhoIsOfflineHasTheLastNicknameUnlessAnotherUserHasIt() throws Exception {
        Session ada = server.login("ada");
        String token = ada.token().orElseThrow().secret();
        ada.close(CloseCause.QUIT);

        assertThat(server.post(LOBBY, token, "from a script").statusCode()).isEqualTo(201);
        assertThat(stored("lobby").get(0).name()).isEqualTo("ada");
        Session other = server.login("ada");
        assertProblem(server.post(LOBBY, token, "x"), 409, "name-taken");
        other.close(CloseCause.QUIT);
        assertThat(server.post(LOBBY, token, "again").statusCode()).isEqualTo(201);
    }

    @Test
    void muteLockAndRateApplyToBots() throws Exception {
        String key = server.bot("ci", true, "lobby");
        server.post(LOBBY, key, "one");
        server.chatServer
                .sanctionEnforcer()
                .impose(Sanction.Kind.MUTE, Nickname.of("ci"), null)
                .toCompletableFuture()
                .join();
        assertProblem(server.post(LOBBY, key, "two"), 403, "muted");
        assertThat(server.get(LOBBY, key).statusCode()).isEqualTo(200);
        server.chatServer
                .sanctionEnforcer()
                .lift(Sanction.Kind.MUTE, Nickname.of("ci"), null)
                .toCompletableFuture()
                .join();
        server.chatServer
                .roomRegistry()
                .find(RoomName.LOBBY)
                .orElseThrow()
                .attributes()
                .changeSettings(settings -> settings.withLocked(true), server.chatServer.operator())
                .toCompletableFuture()
                .join();
        assertProblem(server.post(LOBBY, key, "three"), 403, "room-locked");
        assertThat(stored("lobby")).hasSize(1);
    }

    @Test
    void tooManyMessagesAreRefusedWithATimeToWait() throws Exception {
        try (ApiServer slow = new ApiServer(false, 1)) {
            String key = slow.bot("ci", true, "lobby");
            slow.post(LOBBY, key, "one");

            HttpResponse<String> refused = slow.post(LOBBY, key, "two");

            assertProblem(refused, 429, "slow-down");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        }
    }

    @Test
    void pagesAreReadInBothDirectionsAndAroundAMessage() throws Exception {
        String key = server.bot("ci", true, "lobby");
        for (int i = 1; i <= 9; i++) {
            server.post(LOBBY, key, "m" + i);
        }
        String epoch = stored("lobby").get(0).position().epoch();

        assertThat(texts(LOBBY + "?limit=3", key)).isEqualTo("m7 m8 m9 beginning=false end=true");
        assertThat(texts(LOBBY + "?limit=3&before=" + epoch + ":4", key))
                .isEqualTo("m1 m2 m3 beginning=true end=false");
        assertThat(texts(LOBBY + "?limit=3&after=" + epoch + ":4", key))
                .isEqualTo("m5 m6 m7 beginning=false end=false");
        assertThat(texts(LOBBY + "?after=" + epoch + ":7", key)).isEqualTo("m8 m9 beginning=false end=true");
        assertThat(texts(LOBBY + "?limit=3&around=" + epoch + ":5", key))
                .isEqualTo("m4 m5 m6 beginning=false end=false");
        assertThat(texts(LOBBY + "?limit=1&around=" + epoch + ":5", key)).startsWith("m5 ");
        assertProblem(server.get(LOBBY + "?limit=0", key), 400, "malformed");
        assertProblem(server.get(LOBBY + "?after=x", key), 400, "malformed");
        assertProblem(server.get(LOBBY + "?after=" + epoch + ":1&before=" + epoch + ":3", key), 400, "malformed");
    }

    private String texts(String path, String key) throws Exception {
        String body = server.get(path, key).body();
        String texts = Pattern.compile("\"text\":\"([^\"]*)\"")
                .matcher(body)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining(" "));
        return texts + " beginning=" + body.contains("\"beginning\":true") + " end=" + body.contains("\"end\":true");
    }

    @Test
    void pageOfAForeignOriginCannotChangeAnythingAndAnAllowedOneMayReadResponses() throws Exception {
        String key = server.bot("ci", true, "lobby");

        assertProblem(server.post(LOBBY, key, "x", "Origin", "https://evil.example"), 403, "origin-not-allowed");
        assertThat(server.get(LOBBY, key, "Origin", "https://evil.example")
                        .headers()
                        .map())
                .doesNotContainKey("Access-Control-Allow-Origin");
        HttpResponse<String> allowed = server.post(LOBBY, key, "x", "Origin", "https://chat.example");
        assertThat(allowed.statusCode()).isEqualTo(201);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://chat.example");
        HttpResponse<String> preflight = server.send(
                "OPTIONS", LOBBY, null, "", "Origin", "https://chat.example", "Access-Control-Request-Method", "POST");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElseThrow())
                .contains("Authorization");
    }

    @Test
    void operatorModeratesWithTheOwnToken() throws Exception {
        Session ada = server.login("ada");
        Session bob = server.login("bob");
        server.chatServer.moderation().setOperators(Set.of(ada.user().id()));
        String token = ada.token().orElseThrow().secret();

        assertThat(server.post(
                                "moderation/mutes",
                                token,
                                "{\"name\":\"bob\",\"minutes\":5,\"reason\":\"3 warnings\"}",
                                "Content-Type",
                                JSON)
                        .body())
                .contains("bob is muted");
        assertThat(server.get("moderation/mutes", token).body())
                .contains("\"name\":\"bob\"", "\"by\":\"ada\"", "\"reason\":\"3 warnings\"");
        assertThat(server.send("DELETE", "moderation/mutes/bob", token, "").statusCode())
                .isEqualTo(200);
        assertProblem(server.send("DELETE", "moderation/mutes/bob", token, ""), 404, "not-sanctioned");
        assertThat(server.post("moderation/kick", token, "{\"name\":\"bob\"}", "Content-Type", JSON)
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.chatServer.users())
                .extracting(Object::toString)
                .doesNotContain(bob.user().toString());
        assertProblem(
                server.post("moderation/kick", token, "{\"name\":\"bob\"}", "Content-Type", JSON),
                404,
                "no-such-person");
        assertThat(server.post("moderation/bans", token, "{\"name\":\"bob\"}", "Content-Type", JSON)
                        .body())
                .contains("bob is banned");
        assertThat(server.get("moderation/bans", token).body()).contains("\"until\":null");
        assertThat(server.send("DELETE", "moderation/bans/bob", token, "").statusCode())
                .isEqualTo(200);
        assertProblem(
                server.post("moderation/bans", token, "{\"name\":\"a b\"}", "Content-Type", JSON), 400, "malformed");
        assertProblem(server.post("moderation/bans", token, "bob"), 415, "unsupported-media-type");
    }

    @Test
    void unknownAddressesAndMethodsAreProblems() throws Exception {
        String key = server.bot("ci", true, "lobby");

        assertProblem(server.get("nothing", key), 404, "not-found");
        HttpResponse<String> wrong = server.send("PUT", "rooms", key, "");
        assertProblem(wrong, 405, "method-not-allowed");
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET");
        assertProblem(server.get("rooms/a%20b/messages", key), 400, "room-invalid");
    }

    @Test
    void publicServerIsReadWithoutAKey() throws Exception {
        try (ApiServer open = new ApiServer(true, 20)) {
            open.login("ada");

            assertThat(open.get(LOBBY, null).statusCode()).isEqualTo(200);
            assertThat(open.get("rooms", null).body()).contains("\"name\":\"lobby\"");
            assertThat(open.get("users?room=lobby", null, "Accept", "text/plain")
                            .body())
                    .isEqualTo("ada\n");
            assertProblem(open.post(LOBBY, null, "x"), 401, "not-let-in");
            open.chatServer.sanctionEnforcer().ban("127.0.0.1", null);
            assertProblem(open.get(LOBBY, null), 403, "banned");
        }
    }
}
