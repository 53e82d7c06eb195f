package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.text.RoomName;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks that repeated requests of many bots publish each message once. */
@Timeout(120)
class ApiRetriesTest {

    private static final int BOTS = 20;
    private static final int MESSAGES = 50;

    private final ApiServer server = new ApiServer();
    private final ExecutorService threads = Executors.newFixedThreadPool(BOTS);

    @AfterEach
    void close() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(10, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void thousandPostsOfTwentyBotsWithRetriesArePublishedOnce() throws Exception {
        List<Future<Integer>> created = new ArrayList<>();
        for (int bot = 0; bot < BOTS; bot++) {
            String name = "bot" + (char) ('a' + bot);
            String key = server.bot(name, true, "lobby");
            created.add(threads.submit(() -> postAll(name, key)));
        }
        int sum = 0;
        for (Future<Integer> each : created) {
            sum += each.get(100, TimeUnit.SECONDS);
        }

        List<Message> stored = server.chatServer
                .roomRegistry()
                .find(RoomName.LOBBY)
                .orElseThrow()
                .last(3 * BOTS * MESSAGES)
                .toCompletableFuture()
                .join();
        assertThat(stored).hasSize(BOTS * MESSAGES);
        assertThat(stored.stream().map(Message::text).collect(Collectors.toSet()))
                .hasSize(BOTS * MESSAGES);
        assertThat(sum).isEqualTo(BOTS * MESSAGES);
    }

    /** Sends each message three times, two of them at once; returns how many requests have stored one. */
    private int postAll(String name, String key) throws Exception {
        int created = 0;
        for (int i = 0; i < MESSAGES; i++) {
            String text = name + " " + i;
            String reference = name + "-" + i;
            CompletableFuture<HttpResponse<String>> first = server.postLater(key, text, reference);
            CompletableFuture<HttpResponse<String>> second = server.postLater(key, text, reference);
            List<Integer> statuses = new ArrayList<>(List.of(
                    first.get(60, TimeUnit.SECONDS).statusCode(),
                    second.get(60, TimeUnit.SECONDS).statusCode()));
            statuses.add(server.postLater(key, text, reference)
                    .get(60, TimeUnit.SECONDS)
                    .statusCode());
            assertThat(statuses).allMatch(status -> status == 200 || status == 201);
            created += (int) statuses.stream().filter(status -> status == 201).count();
        }
        return created;
    }
}
