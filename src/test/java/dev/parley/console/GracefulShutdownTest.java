package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.TransportEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GracefulShutdownTest {

    private final ManualScheduler alarms = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(alarms.clock());
    private final ChatServer chatServer = new ChatServer(
            ServerLimits.defaults(),
            new ServerResources(history, history, history, alarms.clock(), alarms, Runnable::run, Runnable::run));
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final FakeConsole screen = new FakeConsole(true);
    private final ConsolePrinter consolePrinter = ConsolePrinter.onto(screen);
    private final CountDownLatch mayClose = new CountDownLatch(1);
    private final GracefulShutdown gracefulShutdown = new GracefulShutdown(
            chatServer,
            () -> List.of(transportEndpoint()),
            screen,
            consolePrinter,
            this::close,
            code -> done.add("ended with " + code));

    @Test
    void doorsAreShutThenEverybodyIsToldThenConnectionsAreClosedThenItEnds() {
        mayClose.countDown();
        enter("ada");
        gracefulShutdown.start();

        await().until(() -> done.contains("ended with 0"));
        assertThat(done).containsExactly("door shut", "ada: shutting-down", "closed", "ended with 0");
        assertThat(screen.shown()).containsExactly("Shutting down…", "Goodbye.");
        assertThat(screen.isClosed()).isTrue();
        assertThat(enter("bob")).isInstanceOf(LoginResult.Refused.class);
    }

    @Test
    void ctrlCBeginsItAndAgainEndsItAtOnce() {
        SignalHandler signals = signals();
        assertThat(signals.attach(gracefulShutdown)).isFalse();
        screen.pressCtrlC();
        await().until(() -> done.contains("door shut"));
        screen.pressCtrlC();

        assertThat(done).contains("ended with 130");
        mayClose.countDown();
    }

    private SignalHandler signals() {
        SignalHandler signals = new SignalHandler(screen, code -> done.add("ended with " + code));
        signals.install();
        return signals;
    }

    @Test
    void whoAsksBeforeTheServerIsPutTogetherIsObeyedThen() {
        mayClose.countDown();
        SignalHandler signals = signals();
        screen.pressCtrlC();
        assertThat(done).isEmpty();

        assertThat(signals.attach(gracefulShutdown)).isTrue();

        await().until(() -> done.contains("ended with 0"));
        assertThat(done).containsExactly("door shut", "closed", "ended with 0");
    }

    @Test
    void whoAsksTwiceBeforeThatIsInAHurry() {
        SignalHandler signals = signals();
        screen.pressCtrlC();
        screen.pressCtrlC();

        assertThat(done).containsExactly("ended with 130");
        assertThat(signals).isNotNull();
    }

    @Test
    void askingTwiceInAnotherWayChangesNothing() {
        mayClose.countDown();
        gracefulShutdown.start();
        gracefulShutdown.start();

        await().until(() -> done.contains("ended with 0"));
        assertThat(done).containsExactly("door shut", "closed", "ended with 0");
    }

    private void close() {
        try {
            mayClose.await();
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
        done.add("closed");
    }

    private LoginResult enter(String name) {
        return chatServer
                .login(
                        LoginRequest.interactive(name, new ClientInfo("terminal", "line", "192.0.2.7")),
                        new Subscriber() {
                            @Override
                            public void wake(Cursor cursor) {}

                            @Override
                            public void onDirectMessage(DirectMessage directMessage) {}

                            @Override
                            public void disconnect(DisconnectReason disconnectReason) {
                                done.add(name + ": " + disconnectReason.code());
                            }
                        })
                .toCompletableFuture()
                .join();
    }

    private TransportEndpoint transportEndpoint() {
        return new TransportEndpoint() {
            @Override
            public List<String> connectInstructions() {
                return List.of();
            }

            @Override
            public int openConnections() {
                return 0;
            }

            @Override
            public Map<String, Integer> dialects() {
                return Map.of();
            }

            @Override
            public long delivered() {
                return 0;
            }

            @Override
            public void close() {
                done.add("door shut");
            }
        };
    }
}
