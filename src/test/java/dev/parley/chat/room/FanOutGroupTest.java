package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.text.RoomName;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks the delivery passes over the subscribers of one event loop. */
class FanOutGroupTest {

    private int signals;
    private int passes;
    private int prefetches;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final FanOutGroup<Runnable> group =
            new FanOutGroup<>(channel.eventLoop(), System::nanoTime, this::prefetch, Runnable::run, () -> passes++);
    private final Room lobby =
            new TestChatServer().chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();

    private int prefetch(Runnable subscriber) {
        prefetches++;
        return 1;
    }

    @Test
    void memoryOfSixteenSubscribersIsReadBeforeTheirSignals() {
        List<Integer> prefetchesAtSignals = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            group.subscribe(() -> prefetchesAtSignals.add(prefetches), lobby);
        }

        group.wake(lobby);
        channel.runPendingTasks();

        assertThat(prefetchesAtSignals).hasSize(18).startsWith(16, 16).endsWith(16, 18, 18);
    }

    @Test
    void subscriberThatUnsubscribesTwiceDuringAPassDoesNotAffectOthers() {
        Runnable[] leaving = new Runnable[1];
        leaving[0] = () -> {
            group.unsubscribe(leaving[0], lobby);
            group.unsubscribe(leaving[0], lobby);
        };
        group.subscribe(() -> signals++, lobby);
        group.subscribe(leaving[0], lobby);
        group.subscribe(leaving[0], lobby);

        group.wake(lobby);
        channel.runPendingTasks();
        channel.checkException();

        assertThat(signals).isEqualTo(1);
    }

    @Test
    void slowPassIsFollowedByAPause() {
        long[] now = {0};
        FanOutGroup<Runnable> slow =
                new FanOutGroup<>(channel.eventLoop(), () -> now[0], this::prefetch, Runnable::run, () -> passes++);
        slow.subscribe(
                () -> {
                    signals++;
                    now[0] += Duration.ofMillis(10).toNanos();
                },
                lobby);
        channel.freezeTime();

        slow.wake(lobby);
        channel.runPendingTasks();
        slow.wake(lobby);
        slow.wake(lobby);
        channel.runPendingTasks();
        assertThat(signals).isEqualTo(1);

        now[0] += Duration.ofMillis(10).toNanos();
        channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(signals).isEqualTo(2);
    }

    @Test
    void severalWakesCauseOnePass() {
        group.subscribe(() -> signals++, lobby);

        group.wake(lobby);
        group.wake(lobby);
        channel.runPendingTasks();
        group.wake(lobby);
        channel.runPendingTasks();

        assertThat(signals).isEqualTo(2);
        assertThat(passes).isEqualTo(2);
    }
}
