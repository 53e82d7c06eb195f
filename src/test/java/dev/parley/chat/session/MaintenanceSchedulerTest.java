package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Subscriber;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MaintenanceSchedulerTest {

    private static final ClientInfo CLIENT = new ClientInfo("terminal", "line", "127.0.0.1");

    @Test
    void sessionsAreCheckedAgainAfterAFailedCheck() {
        ManualScheduler scheduler = new ManualScheduler();
        InMemoryHistory history = new InMemoryHistory(scheduler.clock());
        ServerResources resources =
                TestResources.of(history, history, history, scheduler.clock(), scheduler, Runnable::run);
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

    @Test
    void failureOfOneSessionDoesNotSkipTheOthers() {
        TestChatServer server = new TestChatServer();
        List<String> disconnected = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (String name : List.of("ada", "bob", "cyd")) {
            LoginResult result = server.get(server.chatServer.login(
                    LoginRequest.interactive(name, CLIENT), new FailingSubscriber(() -> disconnected.add(name))));
            Session session = ((LoginResult.LoggedIn) result).session();
            server.get(session.join(RoomName.LOBBY, new ReplayFrom.Last(0)));
            sessions.add(session);
        }
        sessions.forEach(session -> session.publish(RoomName.LOBBY, "never stored", false, null));

        server.scheduler.advanceTime(Duration.ofSeconds(7));

        assertThat(disconnected).contains("ada", "bob", "cyd");
    }

    private record FailingSubscriber(Runnable onDisconnect) implements Subscriber {

        @Override
        public void wake(Cursor cursor) {}

        @Override
        public void onDirectMessage(DirectMessage message) {}

        @Override
        public void disconnect(DisconnectReason reason) {
            onDisconnect.run();
            throw new IllegalStateException("planted");
        }
    }
}
