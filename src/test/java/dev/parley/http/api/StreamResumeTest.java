package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Receipt;
import dev.parley.chat.session.Session;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks that a reader whose connection ends anywhere, also within an event, gets each entry of a room once and in order. */
@Timeout(120)
class StreamResumeTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SENDERS = 3;
    private static final int ENTRIES_EACH = 80;
    private static final int MOST_BYTES_AT_ONCE = 4_000;

    private final ApiServer server = new ApiServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    /** Reads the stream from a position to its own end, which is anywhere. */
    private final class Reader {

        private final String key = server.bot("reader", false, "lobby");
        private final Random random;
        private final List<Long> received = new ArrayList<>();
        private Position position;

        private Reader(long seed, Position position) {
            this.random = new Random(seed);
            this.position = position;
        }

        private HttpRequest request(boolean asEvents) {
            boolean inHeader = asEvents && random.nextBoolean();
            HttpRequest.Builder request = server.request(
                    "rooms/lobby/stream" + (inHeader ? "?after=" + position.epoch() + ":0" : "?after=" + position),
                    key);
            if (inHeader) {
                request.header("Last-Event-ID", position.toString());
            }
            return request.header("Accept", asEvents ? "text/event-stream" : "application/x-ndjson")
                    .build();
        }

        private void readUntil(int entries) throws Exception {
            while (received.size() < entries) {
                boolean asEvents = random.nextBoolean();
                int bytes = 1 + random.nextInt(MOST_BYTES_AT_ONCE);
                HttpResponse<InputStream> response =
                        client.send(request(asEvents), HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    read(body, bytes, asEvents ? "\n\n" : "\n", entries);
                } catch (IOException ignored) {
                    // A connection that is lost is one more end.
                }
            }
        }

        /** Reads at most this number of bytes; an event without its end is as if it was never received. */
        private void read(InputStream body, int bytes, String end, int entries) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int seen = 0;
            while (all.size() < bytes && received.size() < entries) {
                byte[] part = new byte[Math.min(200, bytes - all.size())];
                int count = body.read(part);
                assertThat(count).as("bytes of a stream that has not ended").isPositive();
                all.write(part, 0, count);
                String text = all.toString(UTF_8);
                for (int at = text.indexOf(end, seen); at >= 0; at = text.indexOf(end, seen)) {
                    onEvent(text.substring(seen, at));
                    seen = at + end.length();
                }
            }
        }

        private void onEvent(String written) {
            JsonNode event = JSON.readTree(written.substring(written.indexOf('{')));
            if (event.path("type").asString().equals("welcome")) {
                assertThat(event.path("recovered").asBoolean()).isTrue();
                assertThat(event.path("position").asString()).isEqualTo(position.toString());
                return;
            }
            position = new Position(
                    event.path("epoch").asString(), event.path("seq").asLong());
            assertThat(!written.startsWith("id: ") || written.startsWith("id: " + position + "\n"))
                    .as(written)
                    .isTrue();
            received.add(position.seq());
        }
    }

    /** Publishes messages, and edits and deletes some of them. */
    private static void send(Session session, Random random) {
        long last = 0;
        for (int i = 0; i < ENTRIES_EACH; i++) {
            int choice = last == 0 ? 0 : random.nextInt(4);
            Object result = (choice == 3
                            ? session.messageRequests().delete(RoomName.LOBBY, last, null)
                            : choice == 2
                                    ? session.messageRequests().edit(RoomName.LOBBY, last, "changed " + i, null)
                                    : session.publish(
                                            RoomName.LOBBY, "grün ".repeat(random.nextInt(40)) + i, false, null))
                    .toCompletableFuture()
                    .join();
            assertThat(result).isInstanceOf(Receipt.class);
            last = choice == 3
                    ? 0
                    : choice == 2 ? last : ((Receipt) result).position().seq();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readerThatIsCutAnywhereGetsEachEntryOnceInOrder(long seed) throws Exception {
        Session ada = server.login("ada");
        Object said = ada.publish(RoomName.LOBBY, "first", false, null)
                .toCompletableFuture()
                .join();
        Position first = ((Receipt) said).position();
        Reader reader = new Reader(seed, first);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Session session = server.login("user" + i);
            Random random = new Random(seed * SENDERS + i);
            Thread sender = new Thread(() -> send(session, random));
            senders.add(sender);
            sender.start();
        }

        reader.readUntil(SENDERS * ENTRIES_EACH);

        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(reader.received)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, SENDERS * ENTRIES_EACH)
                        .mapToObj(i -> first.seq() + i)
                        .toList());
    }
}
