package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {

    private static final Duration RETENTION = Duration.ofSeconds(3);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ReplayBuffer replayBuffer =
            new ReplayBuffer(scheduler.clock(), new ReplayMemory(512L << 20, List::of));
    private long seq;

    private void addMessages(int messages) {
        for (int i = 0; i < messages; i++) {
            seq++;
            replayBuffer.add(
                    new Message(new Position("k3v9x2", seq), Instant.EPOCH, "p1", "ada", "web", "hi", false, null));
        }
    }

    private long retainedMessages() {
        long oldest = replayBuffer.end();
        while (oldest > 0 && replayBuffer.at(oldest - 1) != null) {
            oldest--;
        }
        return replayBuffer.end() - oldest;
    }

    @Test
    void bufferKeepsItsInitialLengthInAQuietRoom() {
        addMessages(ReplayBuffer.LENGTH);
        scheduler.advanceTime(RETENTION);
        addMessages(ReplayBuffer.LENGTH - 1);
        assertThat(retainedMessages()).isEqualTo(ReplayBuffer.LENGTH);
    }

    @Test
    void recentMessagesAreNotOverwritten() {
        addMessages(2_500);
        assertThat(retainedMessages()).isEqualTo(2_500);
        assertThat(replayBuffer.at(0)).isNotNull();
    }

    @Test
    void bufferGrowsToItsMaximumLength() {
        addMessages(3 * ReplayBuffer.LONGEST);
        assertThat(retainedMessages()).isEqualTo(ReplayBuffer.LONGEST);
    }

    @Test
    void messageIsFoundByItsNumberInAGrownBuffer() {
        addMessages(ReplayBuffer.LENGTH - 10);
        scheduler.advanceTime(RETENTION);
        addMessages(3_000);
        for (long number = seq - retainedMessages() + 1; number <= seq; number++) {
            Delivery said = replayBuffer.entryAt(number);
            assertThat(said).isNotNull();
            assertThat(said.position()).isEqualTo(number);
        }
        assertThat(replayBuffer.entryAt(seq + 1)).isNull();
        assertThat(replayBuffer.entryAt(seq - retainedMessages())).isNull();
    }

    @Test
    void bufferShrinksAfterABurst() {
        addMessages(5_000);
        replayBuffer.shrink();
        assertThat(retainedMessages()).isEqualTo(5_000);
        scheduler.advanceTime(RETENTION);
        replayBuffer.shrink();
        assertThat(retainedMessages()).isEqualTo(ReplayBuffer.LENGTH);
        addMessages(100);
        assertThat(retainedMessages()).isGreaterThanOrEqualTo(ReplayBuffer.LENGTH);
        assertThat(replayBuffer.entryAt(seq)).isNotNull();
    }
}
