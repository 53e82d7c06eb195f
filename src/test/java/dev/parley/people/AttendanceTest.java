package dev.parley.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttendanceTest {

    private record Line(String dialect, AtomicLong delivered) {}

    private final Attendance<Line> attendance =
            new Attendance<>(Line::dialect, line -> line.delivered().get());

    @Test
    void whatWasDeliveredToThoseWhoHaveGoneStillCounts() {
        Line one = new Line("line", new AtomicLong(3));
        Line other = new Line("stomp", new AtomicLong(4));
        attendance.enter(one);
        attendance.enter(other);
        assertThat(attendance.delivered()).isEqualTo(7);

        assertThat(attendance.leave(one)).isTrue();
        assertThat(attendance.leave(one)).isFalse();
        other.delivered().set(10);

        assertThat(attendance.delivered()).isEqualTo(13);
        assertThat(attendance.present()).containsExactly(other);
    }

    @Test
    void dialectsAreCountedOnceTheyAreKnown() {
        attendance.enter(new Line("line", new AtomicLong()));
        attendance.enter(new Line("line", new AtomicLong()));
        attendance.enter(new Line("stomp", new AtomicLong()));
        attendance.enter(new Line(null, new AtomicLong()));

        assertThat(attendance.dialects()).hasSize(2).containsEntry("line", 2).containsEntry("stomp", 1);
    }
}
