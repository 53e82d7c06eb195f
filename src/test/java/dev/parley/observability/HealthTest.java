package dev.parley.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestResources;
import dev.parley.text.RoomName;
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

/** Checks readiness and liveness. */
class HealthTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(scheduler.clock());
    private final ChatServer chatServer = new ChatServer(
            ServerLimits.defaults(),
            TestResources.of(history, history, history, scheduler.clock(), scheduler, Runnable::run));
    private final ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();
    private final ReadinessIndicator readinessIndicator = new ReadinessIndicator(availability, chatServer);

    @BeforeEach
    void acceptTraffic() {
        availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, ReadinessState.ACCEPTING_TRAFFIC));
        availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, LivenessState.CORRECT));
    }

    @Test
    void serverIsNotReadyBeforeItAcceptsTraffic() {
        ReadinessIndicator early = new ReadinessIndicator(new ApplicationAvailabilityBean(), chatServer);

        assertThat(early.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(readinessIndicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void serverIsNotReadyWhileTheDiskIsFullAndReadyAfterwards() {
        Session ada = joinLobby();
        history.failWritesWith(new StorageException("no space", true, new IllegalStateException()));
        ada.publish(RoomName.LOBBY, "hello", false, null);
        scheduler.advanceTime(Duration.ofSeconds(1));
        assertThat(readinessIndicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

        history.failWritesWith(null);
        scheduler.advanceTime(Duration.ofSeconds(2));
        assertThat(readinessIndicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void serverIsNotReadyOnceItCloses() {
        chatServer.close(Duration.ZERO);

        assertThat(readinessIndicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void serverIsLiveWhileTheRoomExecutorRunsItsTasks() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        long[] now = {0};
        RoomExecutorWatchdog roomExecutorWatchdog = new RoomExecutorWatchdog(scheduler, tasks::add, () -> now[0]);
        LivenessIndicator livenessIndicator = new LivenessIndicator(
                availability,
                roomExecutorWatchdog,
                new HeapMonitor(() -> new HeapMonitor.HeapSample(0, 0), () -> 0, () -> {}));
        for (int i = 0; i < 30; i++) {
            tasks.remove().run();
            now[0] += RoomExecutorWatchdog.PERIOD.toNanos();
            scheduler.advanceTime(RoomExecutorWatchdog.PERIOD);
            assertThat(livenessIndicator.health().getStatus()).isEqualTo(Status.UP);
        }

        now[0] += RoomExecutorWatchdog.STUCK_AFTER.toNanos();
        assertThat(livenessIndicator.health().getStatus()).isEqualTo(Status.DOWN);
        tasks.remove().run();
        assertThat(livenessIndicator.health().getStatus()).isEqualTo(Status.UP);
    }

    private Session joinLobby() {
        Session session = ((LoginResult.LoggedIn) chatServer
                        .login(
                                LoginRequest.interactive("ada", new ClientInfo("terminal", "line", "192.0.2.7")),
                                new RecordingSubscriber())
                        .toCompletableFuture()
                        .join())
                .session();
        session.join(RoomName.LOBBY, new ReplayFrom.Last(0));
        return session;
    }
}
