package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final Duration LONG = Duration.ofSeconds(3);

    private final ManualAlarms alarms = new ManualAlarms();
    private final Tail tail = new Tail(alarms.clock());
    private long seq;

    private void say(int messages) {
        for (int i = 0; i < messages; i++) {
            seq++;
            tail.add(new Message(new Position("k3v9x2", seq), Instant.EPOCH, "p1", "ada", "web", "hi", false, null));
        }
    }

    private long reach() {
        long oldest = tail.end();
        while (oldest > 0 && tail.at(oldest - 1) != null) {
            oldest--;
        }
        return tail.end() - oldest;
    }

    @Test
    void inAQuietRoomItIsAsLongAsItBegan() {
        say(Tail.LENGTH);
        alarms.pass(LONG);
        say(Tail.LENGTH - 1);
        assertThat(reach()).isEqualTo(Tail.LENGTH);
    }

    @Test
    void nothingYoungIsOverwrittenHoweverMuchARoundBrings() {
        say(2_500);
        assertThat(reach()).isEqualTo(2_500);
        assertThat(tail.at(0)).isNotNull();
    }

    @Test
    void itGrowsNoLongerThanItsLongest() {
        say(3 * Tail.LONGEST);
        assertThat(reach()).isEqualTo(Tail.LONGEST);
    }

    @Test
    void aMessageIsFoundByItsNumberWhereverItStandsOnATailThatGrew() {
        say(Tail.LENGTH - 10);
        alarms.pass(LONG);
        say(3_000);
        for (long number = seq - reach() + 1; number <= seq; number++) {
            Delivery said = tail.said(number);
            assertThat(said).isNotNull();
            assertThat(said.place()).isEqualTo(number);
        }
        assertThat(tail.said(seq + 1)).isNull();
        assertThat(tail.said(seq - reach())).isNull();
    }

    @Test
    void itIsShortAgainOnceTheRushIsOver() {
        say(5_000);
        tail.shorten();
        assertThat(reach()).isEqualTo(5_000);
        alarms.pass(LONG);
        tail.shorten();
        assertThat(reach()).isEqualTo(Tail.LENGTH);
        say(100);
        assertThat(reach()).isGreaterThanOrEqualTo(Tail.LENGTH);
        assertThat(tail.said(seq)).isNotNull();
    }
}
