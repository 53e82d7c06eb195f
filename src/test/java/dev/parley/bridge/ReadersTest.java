package dev.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.TestChatServer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A room tells the connections of an event loop, one after the other. */
class ReadersTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Readers readers = new Readers(channel.eventLoop());
    private final Room lobby =
            new TestChatServer().chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
    private int told;

    @Test
    void whoHearsTwiceAndLeavesWhenToldHoldsUpNobody() {
        Readers.Reader[] leaving = new Readers.Reader[1];
        leaving[0] = () -> {
            readers.forget(leaving[0], lobby);
            readers.forget(leaving[0], lobby);
        };
        readers.hear(() -> told++, lobby);
        readers.hear(leaving[0], lobby);
        readers.hear(leaving[0], lobby);

        readers.wake(lobby);
        channel.runPendingTasks();
        channel.checkException();

        assertThat(told).isEqualTo(1);
    }

    @Test
    void aCrowdThatTakesLongIsToldAgainWhenItHasRested() {
        long[] now = {0};
        Readers slow = new Readers(channel.eventLoop(), () -> now[0]);
        slow.hear(
                () -> {
                    told++;
                    now[0] += Duration.ofMillis(10).toNanos();
                },
                lobby);
        channel.freezeTime();

        slow.wake(lobby);
        channel.runPendingTasks();
        slow.wake(lobby);
        slow.wake(lobby);
        channel.runPendingTasks();
        assertThat(told).isEqualTo(1);

        now[0] += Duration.ofMillis(10).toNanos();
        channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(told).isEqualTo(2);
    }

    @Test
    void manyWakingsAreOneTelling() {
        readers.hear(() -> told++, lobby);

        readers.wake(lobby);
        readers.wake(lobby);
        channel.runPendingTasks();
        readers.wake(lobby);
        channel.runPendingTasks();

        assertThat(told).isEqualTo(2);
    }
}
