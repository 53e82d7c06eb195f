package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Receipt;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks streams of rooms. */
@Timeout(120)
class RoomStreamTest {

    private static final String STREAM = "rooms/lobby/stream";
    private static final Pattern ID = Pattern.compile("id: (\\S+)");

    private final ApiServer server = new ApiServer();
    private final Session ada = server.login("ada");
    private final String key = server.bot("ci", true, "lobby");

    @AfterEach
    void close() {
        server.close();
    }

    private StreamClient stream(String path, String... headers) throws Exception {
        return new StreamClient(server.request(path, key, headers).build());
    }

    private void say(String text) {
        assertThat(ada.publish(RoomName.LOBBY, text, false, null)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Receipt.class);
    }

    private int open() {
        return server.bean(StreamEndpoint.class).openConnections();
    }

    @Test
    void textHasALineForEachMessage() throws Exception {
        try (StreamClient stream = stream(STREAM)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(stream.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
            say("hello");
            assertThat(stream.line()).matches("\\d\\d:\\d\\d <ada> hello");
            server.post("rooms/lobby/messages", key, "first\nsecond");
            assertThat(stream.lines(2))
                    .satisfiesExactly(
                            line -> assertThat(line).matches("\\d\\d:\\d\\d <ci\\[bot]> first"),
                            line -> assertThat(line).isEqualTo("      second"));
        }
    }

    @Test
    void linesOfJsonBeginWithTheRoom() throws Exception {
        try (StreamClient stream = stream(STREAM + "?events=said", "Accept", "application/x-ndjson")) {
            assertThat(stream.line()).contains("\"type\":\"welcome\"", "\"room\":\"lobby\"", "\"recovered\":true");
            ada.typing(RoomName.LOBBY);
            say("hello");
            assertThat(stream.line()).contains("\"type\":\"said\"", "\"text\":\"hello\"", "\"seq\":1");
        }
    }

    @Test
    void eventsOfABrowserHaveThePositionAsTheirId() throws Exception {
        String position;
        try (StreamClient stream = stream(STREAM, "Accept", "text/event-stream")) {
            List<String> welcome = stream.lines(2);
            assertThat(welcome.get(0)).matches("id: \\S+:0");
            assertThat(welcome.get(1)).startsWith("data: {\"type\":\"welcome\"");
            say("one");
            List<String> first = stream.lines(2);
            assertThat(first.get(1)).contains("\"text\":\"one\"");
            Matcher id = ID.matcher(first.get(0));
            assertThat(id.matches()).isTrue();
            position = id.group(1);
        }
        say("two");
        say("three");
        try (StreamClient again = stream(
                STREAM + "?after=" + position.replaceAll(":.*", ":0"),
                "Accept",
                "text/event-stream",
                "Last-Event-ID",
                position)) {
            assertThat(again.lines(2).get(1)).contains("\"recovered\":true");
            assertThat(again.lines(2).get(1)).contains("\"text\":\"two\"");
            assertThat(again.lines(2).get(1)).contains("\"text\":\"three\"");
        }
    }

    @Test
    void streamIsNoUserInTheRoom() throws Exception {
        try (StreamClient watched = stream(STREAM + "?events=all", "Accept", "application/x-ndjson")) {
            watched.line();
            try (StreamClient other = stream(STREAM, "Accept", "application/x-ndjson")) {
                other.line();
                assertThat(server.get("users", key).body()).doesNotContain("\"ci\"");
                assertThat(open()).isEqualTo(2);
            }
            say("next");
            assertThat(watched.line()).contains("\"text\":\"next\"");
        }
    }

    @Test
    void slowReaderHoldsNothingUpAndGetsEveryMessageOnce() throws Exception {
        int messages = 3_000;
        try (StreamClient stream = stream(STREAM)) {
            String text = "x".repeat(400);
            for (int i = 0; i < messages; i++) {
                say(i + " " + text);
            }
            List<Integer> received = new ArrayList<>();
            while (received.size() < messages) {
                received.add(Integer.parseInt(stream.line().split(" ", -1)[2]));
            }
            assertThat(received).hasSize(messages).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void requestsThatCannotBeStreamedAreProblems() throws Exception {
        assertThat(server.get(STREAM + "?events=nonsense", key).body()).contains("\"code\":\"malformed\"");
        assertThat(server.get(STREAM + "?after=x", key).statusCode()).isEqualTo(400);
        assertThat(server.get("rooms/other/stream", key).statusCode()).isEqualTo(403);
        assertThat(server.get(STREAM, null).statusCode()).isEqualTo(401);
        String token = ada.token().orElseThrow().secret();
        assertThat(server.get("rooms/other/stream", token).body()).contains("\"code\":\"no-such-room\"");
        assertThat(open()).isZero();
    }

    @Test
    void closedServerEndsStreams() throws Exception {
        try (StreamClient stream = stream(STREAM)) {
            server.chatServer.close(Duration.ofSeconds(1)).toCompletableFuture().join();
            assertThat(stream.line()).startsWith("*** ");
            assertThat(stream.line()).isNull();
        }
    }
}
