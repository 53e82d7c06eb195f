package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.memory.InMemoryMessageHistory;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomPresenceTest {

    private static final RoomName JAVA = new RoomName("java");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryPresenceRegistry registry = new InMemoryPresenceRegistry();
    private final List<Integer> reads = new ArrayList<>();
    private final RoomPresence presence = new RoomPresence(
            JAVA,
            new RoomResources(
                    new InMemoryMessageHistory(scheduler.clock()),
                    RoomRelay.NONE,
                    registry,
                    "here",
                    scheduler.clock(),
                    scheduler,
                    Runnable::run),
            members -> reads.add(members.size()));

    private void join(int first, int count) {
        registry.write(
                JAVA,
                "there",
                IntStream.range(first, first + count)
                        .mapToObj(i -> new PresenceRegistry.Change(
                                new PresenceRegistry.Member("id" + i, "user" + i, "tcp"), true))
                        .toList());
        presence.read();
    }

    @Test
    void smallRoomIsReadAfterEachChange() {
        for (int i = 0; i < 3; i++) {
            join(i, 1);
        }

        assertThat(reads).containsExactly(1, 2, 3);
    }

    @Test
    void largeRoomIsReadOnceForTheChangesOfHalfASecond() {
        join(0, 10_000);
        for (int i = 0; i < 100; i++) {
            join(10_000 + i, 1);
        }

        assertThat(reads).containsExactly(10_000);

        scheduler.advanceTime(Duration.ofMillis(500));

        assertThat(reads).containsExactly(10_000, 10_100);
    }

    @Test
    void changeAfterThePauseIsReadAtOnce() {
        join(0, 10_000);
        scheduler.advanceTime(Duration.ofMillis(500));

        join(10_000, 1);

        assertThat(reads).containsExactly(10_000, 10_001);
    }
}
