package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.room.Admission;
import dev.parley.room.Cursor;
import dev.parley.room.Direct;
import dev.parley.room.Farewell;
import dev.parley.room.House;
import dev.parley.room.HouseRules;
import dev.parley.room.Introduction;
import dev.parley.room.ManualAlarms;
import dev.parley.room.Means;
import dev.parley.room.MemoryHistory;
import dev.parley.room.RoomName;
import dev.parley.room.Since;
import dev.parley.room.StorageException;
import dev.parley.room.Subscriber;
import dev.parley.room.Visit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Status;

/** When people are to be sent here, and when the process is to be started anew. */
class HealthTest {

    private final ManualAlarms alarms = new ManualAlarms();
    private final MemoryHistory history = new MemoryHistory(alarms.clock());
    private final House house = new House(
            HouseRules.standard(),
            new Means(history, history, history, alarms.clock(), alarms, Runnable::run, Runnable::run));
    private final ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();
    private final Readiness readiness = new Readiness(availability, house);

    @BeforeEach
    void theDoorsAreOpen() {
        availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, ReadinessState.ACCEPTING_TRAFFIC));
        availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, LivenessState.CORRECT));
    }

    @Test
    void itIsNotReadyBeforeTheDoorsAreOpen() {
        Readiness early = new Readiness(new ApplicationAvailabilityBean(), house);

        assertThat(early.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void itIsNotReadyWhileTheDiskIsFullAndIsAgainWhenThereIsSpace() {
        Visit ada = ada();
        history.failWritesWith(new StorageException("no space", true, new IllegalStateException()));
        ada.post(RoomName.LOBBY, "hello", false, null);
        alarms.pass(Duration.ofSeconds(1));
        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

        history.failWritesWith(null);
        alarms.pass(Duration.ofSeconds(2));
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void itIsNotReadyFromTheMomentTheHouseCloses() {
        house.close();

        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void itIsAliveAsLongAsTheLanesGetRoundToTheirWork() {
        Queue<Runnable> lanes = new ArrayDeque<>();
        long[] now = {0};
        Pulse pulse = new Pulse(alarms, lanes::add, () -> now[0]);
        Liveness liveness = new Liveness(availability, pulse);
        for (int i = 0; i < 30; i++) {
            lanes.remove().run();
            now[0] += Pulse.EVERY.toNanos();
            alarms.pass(Pulse.EVERY);
            assertThat(liveness.health().getStatus()).isEqualTo(Status.UP);
        }

        now[0] += Pulse.GIVEN_UP_AFTER.toNanos();
        assertThat(liveness.health().getStatus()).isEqualTo(Status.DOWN);
        lanes.remove().run();
        assertThat(liveness.health().getStatus()).isEqualTo(Status.UP);
    }

    private Visit ada() {
        Visit visit = ((Admission.LoggedIn) house.enter(
                                Introduction.asked("ada", new ClientInfo("terminal", "line", "192.0.2.7")),
                                new Nobody())
                        .toCompletableFuture()
                        .join())
                .visit();
        visit.join(RoomName.LOBBY, new Since.Last(0));
        return visit;
    }

    private static final class Nobody implements Subscriber {
        @Override
        public void wake(Cursor cursor) {}

        @Override
        public void direct(Direct direct) {}

        @Override
        public void farewell(Farewell farewell) {}
    }
}
