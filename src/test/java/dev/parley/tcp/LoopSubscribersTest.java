package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Room;
import dev.parley.chat.session.TestChatServer;
import dev.parley.text.RoomName;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks the delivery passes over the connections of one event loop. */
class LoopSubscribersTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopSubscribers loopSubscribers = new LoopSubscribers(channel.eventLoop());
    private final Room lobby =
            new TestChatServer().chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
    private int signals;

    @Test
    void subscriberThatUnsubscribesTwiceDuringAPassDoesNotAffectOthers() {
        LoopSubscribers.Subscriber[] leaving = new LoopSubscribers.Subscriber[1];
        leaving[0] = () -> {
            loopSubscribers.unsubscribe(leaving[0], lobby);
            loopSubscribers.unsubscribe(leaving[0], lobby);
        };
        loopSubscribers.subscribe(() -> signals++, lobby);
        loopSubscribers.subscribe(leaving[0], lobby);
        loopSubscribers.subscribe(leaving[0], lobby);

        loopSubscribers.wake(lobby);
        channel.runPendingTasks();
        channel.checkException();

        assertThat(signals).isEqualTo(1);
    }

    @Test
    void slowPassIsFollowedByAPause() {
        long[] now = {0};
        LoopSubscribers slow = new LoopSubscribers(channel.eventLoop(), () -> now[0]);
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
        loopSubscribers.subscribe(() -> signals++, lobby);

        loopSubscribers.wake(lobby);
        loopSubscribers.wake(lobby);
        channel.runPendingTasks();
        loopSubscribers.wake(lobby);
        channel.runPendingTasks();

        assertThat(signals).isEqualTo(2);
    }
}
