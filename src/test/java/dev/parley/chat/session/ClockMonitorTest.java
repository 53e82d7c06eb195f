package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClockMonitorTest {

    private final ManualScheduler wall = new ManualScheduler();
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private long nanos;
    private ClockMonitor clockMonitor;

    @BeforeEach
    void createMonitor() {
        warnings.start();
        logger().addAppender(warnings);
        clockMonitor = new ClockMonitor(wall.clock(), () -> nanos);
    }

    @AfterEach
    void stopRecording() {
        logger().detachAppender(warnings);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ClockMonitor.class);
    }

    private void passTime(Duration wallTime, Duration realTime) {
        wall.advanceTime(wallTime);
        nanos += realTime.toNanos();
        clockMonitor.check();
    }

    @Test
    void steadyClockAndSmallStepsCauseNoWarning() {
        passTime(Duration.ofHours(5), Duration.ofHours(5));
        passTime(Duration.ofSeconds(59), Duration.ZERO);
        passTime(Duration.ofSeconds(-59), Duration.ZERO);

        assertThat(warnings.list).isEmpty();
        assertThat(clockMonitor.mayDelete()).isTrue();
    }

    @Test
    void jumpAheadIsReportedAndHoldsDeletionsForAnHour() {
        passTime(Duration.ofDays(3_650), Duration.ofSeconds(1));

        assertThat(warnings.list).singleElement().asString().contains("went ahead by 315359999 s", "2036-11-17");
        assertThat(clockMonitor.mayDelete()).isFalse();
        passTime(Duration.ofMinutes(59), Duration.ofMinutes(59));
        assertThat(clockMonitor.mayDelete()).isFalse();
        passTime(Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(clockMonitor.mayDelete()).isTrue();
        assertThat(warnings.list).hasSize(1);
    }

    @Test
    void jumpBackIsReported() {
        passTime(Duration.ofHours(-2), Duration.ofSeconds(1));

        assertThat(warnings.list).singleElement().asString().contains("went back by 7201 s");
        assertThat(clockMonitor.mayDelete()).isTrue();
    }
}
