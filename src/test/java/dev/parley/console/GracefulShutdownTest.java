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
import dev.parley.chat.session.TestResources;
import dev.parley.chat.session.TransportEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Checks the steps of a shutdown and the effect of Ctrl+C. */
class GracefulShutdownTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(scheduler.clock());
    private final ChatServer chatServer = new ChatServer(
            ServerLimits.defaults(),
            TestResources.of(history, history, history, scheduler.clock(), scheduler, Runnable::run));
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final FakeConsole screen = new FakeConsole(true);
    private final ConsolePrinter consolePrinter = ConsolePrinter.onto(screen);
    private final CountDownLatch mayClose = new CountDownLatch(1);
    private final GracefulShutdown gracefulShutdown = withDrain(Duration.ZERO);

    private GracefulShutdown withDrain(Duration drain) {
        return new GracefulShutdown(
                chatServer,
                () -> List.of(transportEndpoint()),
                screen,
                consolePrinter,
                new DrainPeriod(drain, scheduler, () -> steps.add("not ready")),
                this::close,
                code -> steps.add("exit code " + code));
    }

    @Test
    void shutdownClosesEndpointsThenDisconnectsUsersThenClosesTheServerAndExits() {
        mayClose.countDown();
        logIn("ada");
        gracefulShutdown.start();

        await().until(() -> steps.contains("exit code 0"));
        assertThat(steps)
                .containsExactly("not ready", "endpoint closed", "ada: shutting-down 5", "closed", "exit code 0");
        assertThat(screen.shown()).containsExactly("Shutting down…", "Goodbye.");
        assertThat(screen.isClosed()).isTrue();
        assertThat(logIn("bob")).isInstanceOf(LoginResult.Refused.class);
    }

    @Test
    void firstCtrlCStartsTheShutdownAndTheSecondExitsAtOnce() {
        SignalHandler signalHandler = installSignalHandler();
        assertThat(signalHandler.attach(gracefulShutdown)).isFalse();
        screen.pressCtrlC();
        await().until(() -> steps.contains("endpoint closed"));
        screen.pressCtrlC();

        assertThat(steps).contains("exit code 130");
        mayClose.countDown();
    }

    private SignalHandler installSignalHandler() {
        SignalHandler signalHandler = new SignalHandler(screen, code -> steps.add("exit code " + code));
        signalHandler.install();
        return signalHandler;
    }

    @Test
    void ctrlCDuringTheStartShutsDownAfterTheStart() {
        mayClose.countDown();
        SignalHandler signalHandler = installSignalHandler();
        screen.pressCtrlC();
        assertThat(steps).isEmpty();

        assertThat(signalHandler.attach(gracefulShutdown)).isTrue();

        await().until(() -> steps.contains("exit code 0"));
        assertThat(steps).containsExactly("not ready", "endpoint closed", "closed", "exit code 0");
    }

    @Test
    void secondCtrlCDuringTheStartExitsAtOnce() {
        SignalHandler signalHandler = installSignalHandler();
        screen.pressCtrlC();
        screen.pressCtrlC();

        assertThat(steps).containsExactly("exit code 130");
        assertThat(signalHandler).isNotNull();
    }

    @Test
    void secondStartOfTheShutdownChangesNothing() {
        mayClose.countDown();
        gracefulShutdown.start();
        gracefulShutdown.start();

        await().until(() -> steps.contains("exit code 0"));
        assertThat(steps).containsExactly("not ready", "endpoint closed", "closed", "exit code 0");
    }

    @Test
    void drainServesUsersBeforeTheFirstStep() {
        mayClose.countDown();
        startDrain(withDrain(Duration.ofSeconds(2)));

        assertThat(steps).containsExactly("not ready");
        assertThat(logIn("ada")).isInstanceOf(LoginResult.LoggedIn.class);
        scheduler.advanceTime(Duration.ofMillis(1_999));
        assertThat(steps).containsExactly("not ready");
        scheduler.advanceTime(Duration.ofMillis(1));

        await().until(() -> steps.contains("exit code 0"));
        assertThat(steps)
                .containsExactly("not ready", "endpoint closed", "ada: shutting-down 1", "closed", "exit code 0");
        assertThat(screen.shown()).element(1).isEqualTo("Drained for 2 s.");
    }

    /** Starts a shutdown and waits until it drains. */
    private void startDrain(GracefulShutdown shutdown) {
        shutdown.start();
        await().until(() -> screen.shown().stream().anyMatch(line -> line.startsWith("Draining for 2 s: ")));
    }

    @Test
    void secondRequestSkipsTheDrain() {
        mayClose.countDown();
        GracefulShutdown shutdown = withDrain(Duration.ofSeconds(2));
        startDrain(shutdown);

        shutdown.start();

        await().until(() -> steps.contains("exit code 0"));
        assertThat(screen.shown()).contains("The drain was skipped.");
    }

    @Test
    void secondCtrlCSkipsTheDrainAndTheThirdExitsAtOnce() {
        GracefulShutdown shutdown = withDrain(Duration.ofSeconds(2));
        assertThat(installSignalHandler().attach(shutdown)).isFalse();
        screen.pressCtrlC();
        await().until(() -> screen.shown().size() == 1);
        assertThat(steps).containsExactly("not ready");
        screen.pressCtrlC();
        await().until(() -> steps.contains("endpoint closed"));
        assertThat(steps).doesNotContain("exit code 130");

        screen.pressCtrlC();

        assertThat(steps).contains("exit code 130");
        mayClose.countDown();
    }

    @Test
    void shutdownWithoutDelayHasNoDrain() {
        mayClose.countDown();
        withDrain(Duration.ofSeconds(2)).startNow();

        await().until(() -> steps.contains("exit code 0"));
        assertThat(screen.shown()).containsExactly("Shutting down…", "Goodbye.");
    }

    private void close() {
        try {
            mayClose.await();
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
        steps.add("closed");
    }

    private LoginResult logIn(String name) {
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
                                steps.add(name + ": " + disconnectReason.code() + " "
                                        + disconnectReason.retryAfter().toSeconds());
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
                steps.add("endpoint closed");
            }
        };
    }
}
