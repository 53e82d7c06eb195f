package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MaintenanceSchedulerTest {

    @Test
    void sessionsAreCheckedAgainAfterAFailedCheck() {
        ManualScheduler scheduler = new ManualScheduler();
        InMemoryHistory history = new InMemoryHistory(scheduler.clock());
        ServerResources resources = new ServerResources(
                history, history, history, scheduler.clock(), scheduler, Runnable::run, Runnable::run);
        ChatServer server = new ChatServer(TestChatServer.RULES, resources);
        AtomicInteger checks = new AtomicInteger();
        new MaintenanceScheduler(resources, server.roomRegistry(), new TokenWriter(resources, Duration.ZERO))
                .start(() -> {
                    checks.incrementAndGet();
                    if (checks.get() == 1) {
                        throw new IllegalStateException("planted");
                    }
                    return List.of();
                });

        scheduler.advanceTime(Duration.ofSeconds(3));

        assertThat(checks).hasValue(3);
    }
}
