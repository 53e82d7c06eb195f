package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.RoomAccess;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks that streams and exports end when their client may not read the room any more. */
@Timeout(120)
class LostAccessTest {

    private static final RoomName TEA = new RoomName("tea");
    private static final int MESSAGES = 2_000;
    private static final String TEXT = "y".repeat(20_000);

    private final ApiServer server = new ApiServer();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Session ada = server.login("ada");

    @AfterEach
    void close() {
        server.close();
    }

    private String token(Session session) {
        return session.token().orElseThrow().secret();
    }

    private void ban(Nickname name) {
        server.chatServer
                .sanctionEnforcer()
                .impose(Sanction.Kind.BAN, name, null)
                .toCompletableFuture()
                .join();
    }

    private void revoke(String bot) {
        server.chatServer
                .bots()
                .revoke(bot, Operator.CONSOLE)
                .toCompletableFuture()
                .join();
    }

    private StreamClient stream(String room, String key) throws Exception {
        return new StreamClient(server.request("rooms/" + room + "/stream", key).build());
    }

    private void say(String text) {
        ada.publish(RoomName.LOBBY, text, false, null).toCompletableFuture().join();
    }

    @Test
    void streamsOfARevokedBotABannedBotAndABannedUserEndAtOnce() throws Exception {
        String revoked = server.bot("ci", true, "lobby");
        String banned = server.bot("cd", false, "lobby");
        Session bob = server.login("bob");
        try (StreamClient one = stream("lobby", revoked);
                StreamClient two = stream("lobby", banned);
                StreamClient three = stream("lobby", token(bob))) {
            revoke("ci");
            assertThat(one.line()).isNull();
            say("still here");
            assertThat(two.line()).contains("still here");
            assertThat(three.line()).contains("still here");
            ban(Nickname.of("cd"));
            ban(bob.user().nickname());
            assertThat(two.line()).isNull();
            assertThat(three.line()).isNull();
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.bean(StreamEndpoint.class).openConnections() == 0);
    }

    @Test
    void streamOfAPrivateRoomEndsWithTheRightToReadIt() throws Exception {
        assertThat(server.chatServer
                        .roomAccess()
                        .create(ada, TEA)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(RoomAccess.Created.class);
        ada.join(TEA, new ReplayFrom.Last(0)).toCompletableFuture().join();
        Session bob = server.login("bob");
        server.chatServer.moderation().setOperators(Set.of(bob.user().id()));
        try (StreamClient stream = stream("tea", token(bob))) {
            assertThat(stream.status()).isEqualTo(200);
            server.chatServer.moderation().setOperators(Set.of());
            assertThat(stream.line()).isNull();
        }
        assertThat(server.get("rooms/tea/stream", token(bob)).statusCode()).isEqualTo(403);
    }

    /** Starts an export that is not read, takes the access away, and checks that it ends before its last message. */
    private void assertExportEnds(String key, Consumer<String> takeAway) throws Exception {
        HttpResponse<InputStream> unread = client.send(
                server.request("rooms/lobby/export?format=jsonl", key).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(unread.statusCode()).isEqualTo(200);

        takeAway.accept(key);

        try (InputStream body = unread.body()) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void exportsEndWithTheirKeyAndTheNextOnesRun() throws Exception {
        server.fillLobby(MESSAGES, TEXT);
        for (int i = 0; i <= ExportController.MOST_AT_ONCE; i++) {
            String name = "ci" + i;
            assertExportEnds(server.bot(name, false, "lobby"), key -> revoke(name));
        }
        assertExportEnds(server.bot("cd", false, "lobby"), key -> ban(Nickname.of("cd")));
        Session bob = server.login("bob");
        assertExportEnds(token(bob), key -> ban(bob.user().nickname()));

        String last = server.bot("last", false, "lobby");
        try (Stream<String> lines = client.send(
                        server.request("rooms/lobby/export?format=jsonl", last).build(),
                        HttpResponse.BodyHandlers.ofLines())
                .body()) {
            assertThat(lines).hasSize(MESSAGES + 1);
        }
    }
}
