package dev.parley.chat.room;

import static dev.parley.chat.room.HistoryFixture.draft;
import static dev.parley.chat.room.HistoryFixture.user;
import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.User;
import dev.parley.chat.session.TestChatServer;
import dev.parley.storage.memory.InMemoryMessageHistory;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Checks two nodes with real threads, whose relay drops, doubles and reorders signals. */
@Timeout(60)
class TwoNodesRaceTest {

    private static final int EACH = 5_000;
    private static final int WINDOW = 100;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ExecutorService storage = Executors.newFixedThreadPool(2);
    private final MessageHistory history = new DeferredReads(new InMemoryMessageHistory(scheduler.clock()), storage);
    private final PresenceRegistry presence = new InMemoryPresenceRegistry();
    private final AtomicInteger nodes = new AtomicInteger();
    private final UnreliableRelay relay = new UnreliableRelay(threads, 30);

    @AfterEach
    void shutdownExecutors() {
        threads.shutdownNow();
        storage.shutdownNow();
    }

    @RepeatedTest(5)
    void membersOnBothNodesReceiveTheSameMessagesInTheSameOrder() {
        Node first = new Node(user("ada"));
        Node second = new Node(user("bob"));
        CompletableFuture<Map<Position, String>> fromFirst = CompletableFuture.supplyAsync(first::publishAll);
        Map<Position, String> receipts = new HashMap<>(second.publishAll());
        receipts.putAll(fromFirst.join());

        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
            scheduler.advanceTime(Duration.ofSeconds(1)); // reads what the last signals announced, if they are lost
            assertThat(first.reader.count()).isEqualTo(2 * EACH);
            assertThat(second.reader.count()).isEqualTo(2 * EACH);
        });

        List<Message> received = first.reader.messages();
        assertThat(received)
                .extracting(message -> message.position().seq())
                .isEqualTo(LongStream.rangeClosed(1, 2 * EACH).boxed().toList());
        assertThat(second.reader.messages()).isEqualTo(received);
        assertThat(receipts).hasSize(2 * EACH);
        assertThat(received)
                .allSatisfy(message -> assertThat(receipts).containsEntry(message.position(), message.text()));
    }

    private final class Node {

        private final User user;
        private final RoomRegistry rooms = new RoomRegistry(
                TestChatServer.RULES,
                new RoomResources(
                        history,
                        relay.connect(),
                        presence,
                        String.valueOf(nodes.incrementAndGet()),
                        scheduler.clock(),
                        scheduler,
                        threads),
                new ChatEvents(ChatMetrics.NONE),
                ChatMetrics.NONE);
        private final PollingSubscriber reader = new PollingSubscriber(threads, scheduler);

        private Node(User user) {
            this.user = user;
            get(rooms.join(RoomName.LOBBY, user, reader, new ReplayFrom.Last(0)));
        }

        private Map<Position, String> publishAll() {
            Map<Position, String> receipts = new HashMap<>();
            for (int i = 0; i < EACH; i += WINDOW) {
                Map<String, CompletionStage<RequestResult>> window = new HashMap<>();
                for (int k = i; k < i + WINDOW; k++) {
                    String text = user.nickname().text() + k;
                    window.put(text, rooms.publish(RoomName.LOBBY, draft(user, text)));
                }
                window.forEach((text, result) -> receipts.put(((Receipt) get(result)).position(), text));
            }
            return receipts;
        }
    }
}
