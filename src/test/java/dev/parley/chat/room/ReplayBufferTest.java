package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.Position;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {

    private static final Duration LONG = Duration.ofSeconds(3);

    private final ManualScheduler alarms = new ManualScheduler();
    private final ReplayBuffer replayBuffer = new ReplayBuffer(alarms.clock());
    private long seq;

    private void say(int messages) {
        for (int i = 0; i < messages; i++) {
            seq++;
            replayBuffer.add(
                    new Message(new Position("k3v9x2", seq), Instant.EPOCH, "p1", "ada", "web", "hi", false, null));
        }
    }

    private long reach() {
        long oldest = replayBuffer.end();
        while (oldest > 0 && replayBuffer.at(oldest - 1) != null) {
            oldest--;
        }
        return replayBuffer.end() - oldest;
    }

    @Test
    void inAQuietRoomItIsAsLongAsItBegan() {
        say(ReplayBuffer.LENGTH);
        alarms.pass(LONG);
        say(ReplayBuffer.LENGTH - 1);
        assertThat(reach()).isEqualTo(ReplayBuffer.LENGTH);
    }

    @Test
    void nothingYoungIsOverwrittenHoweverMuchARoundBrings() {
        say(2_500);
        assertThat(reach()).isEqualTo(2_500);
        assertThat(replayBuffer.at(0)).isNotNull();
    }

    @Test
    void itGrowsNoLongerThanItsLongest() {
        say(3 * ReplayBuffer.LONGEST);
        assertThat(reach()).isEqualTo(ReplayBuffer.LONGEST);
    }

    @Test
    void aMessageIsFoundByItsNumberWhereverItStandsOnATailThatGrew() {
        say(ReplayBuffer.LENGTH - 10);
        alarms.pass(LONG);
        say(3_000);
        for (long number = seq - reach() + 1; number <= seq; number++) {
            Delivery said = replayBuffer.messageAt(number);
            assertThat(said).isNotNull();
            assertThat(said.position()).isEqualTo(number);
        }
        assertThat(replayBuffer.messageAt(seq + 1)).isNull();
        assertThat(replayBuffer.messageAt(seq - reach())).isNull();
    }

    @Test
    void itIsShortAgainOnceTheRushIsOver() {
        say(5_000);
        replayBuffer.shrink();
        assertThat(reach()).isEqualTo(5_000);
        alarms.pass(LONG);
        replayBuffer.shrink();
        assertThat(reach()).isEqualTo(ReplayBuffer.LENGTH);
        say(100);
        assertThat(reach()).isGreaterThanOrEqualTo(ReplayBuffer.LENGTH);
        assertThat(replayBuffer.messageAt(seq)).isNotNull();
    }
}
