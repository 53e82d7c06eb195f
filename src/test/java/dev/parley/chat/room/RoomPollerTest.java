package dev.parley.chat.room;

import static dev.parley.chat.room.HistoryFixture.draft;
import static dev.parley.chat.room.HistoryFixture.user;
import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.User;
import dev.parley.chat.session.TestChatServer;
import dev.parley.storage.memory.InMemoryMessageHistory;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.storage.memory.InMemoryRoomRelay;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts the queries of a node of a cluster for rooms that are stored. */
class RoomPollerTest {

    private static final int ROOMS = 10_000;
    private static final int SECONDS = 10;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ManualExecutor executor = new ManualExecutor();
    private final InMemoryMessageHistory memory = new InMemoryMessageHistory(scheduler.clock());
    private final InMemoryPresenceRegistry members = new InMemoryPresenceRegistry();
    private final User ada = user("ada");
    private int queries;
    private RoomRegistry registry;

    /** Counts the reads of a history. */
    private final class CountedHistory extends ForwardingHistory {
        private CountedHistory() {
            super(memory);
        }

        @Override
        protected <T> CompletionStage<T> read(Supplier<CompletionStage<T>> call) {
            queries++;
            return super.read(call);
        }

        /** The check of the storage is not one of the poll. */
        @Override
        public CompletionStage<?> checkAvailable() {
            return memory.checkAvailable();
        }
    }

    /** Counts the reads of the members. */
    private final class CountedPresence implements PresenceRegistry {
        @Override
        public CompletionStage<Void> write(RoomName room, String node, List<Change> changes) {
            return members.write(room, node, changes);
        }

        @Override
        public CompletionStage<Map<String, List<Member>>> members(RoomName room) {
            queries++;
            return members.members(room);
        }

        @Override
        public CompletionStage<Map<RoomName, Long>> versions(Collection<RoomName> rooms) {
            queries++;
            return members.versions(rooms);
        }
    }

    @BeforeEach
    void start() {
        for (int i = 0; i < ROOMS; i++) {
            get(memory.append(new RoomName("room-" + i), List.of(draft(ada, "hi"))));
        }
        registry = new RoomRegistry(
                TestChatServer.RULES,
                new RoomResources(
                        new CountedHistory(),
                        new InMemoryRoomRelay(executor).connect(),
                        new CountedPresence(),
                        "node",
                        scheduler.clock(),
                        scheduler,
                        executor),
                new ChatEvents(ChatMetrics.NONE),
                ChatMetrics.NONE);
        settle();
    }

    private void settle() {
        while (executor.runNext()) {
            // the executor runs the next task
        }
    }

    private int queriesPerSecond() {
        queries = 0;
        for (int i = 0; i < SECONDS; i++) {
            scheduler.advanceTime(Duration.ofSeconds(1));
            settle();
        }
        return queries / SECONDS;
    }

    @Test
    void roomsWithoutUsersNeedOneQueryPerSecondTogether() {
        assertThat(queriesPerSecond()).isEqualTo(1);
    }

    @Test
    void usedRoomsNeedOneMoreQueryPerSecondTogether() {
        for (int i = 0; i < 20; i++) {
            registry.join(new RoomName("room-" + i), ada, new RecordingSubscriber(), new ReplayFrom.Last(0));
        }
        settle();
        scheduler.advanceTime(Duration.ofSeconds(2)); // the node reads its own changes of members
        settle();

        assertThat(queriesPerSecond()).isEqualTo(2);
    }
}
