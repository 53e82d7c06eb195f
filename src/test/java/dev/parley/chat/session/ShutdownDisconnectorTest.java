package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.RecordingSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks the slices of a shutdown, and the times after which clients may reconnect. */
class ShutdownDisconnectorTest {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final TestChatServer server = new TestChatServer();
    private final List<RecordingSubscriber> subscribers = new ArrayList<>();

    private void logIn(int users) {
        for (int i = 0; i < users; i++) {
            subscribers.add(server.loginTerminal("u" + i).recordingSubscriber());
        }
    }

    private List<DisconnectReason> reasons() {
        return subscribers.stream()
                .flatMap(subscriber -> subscriber.disconnectReasons().stream())
                .toList();
    }

    private List<Long> retryAfterMs() {
        return reasons().stream()
                .map(reason -> Objects.requireNonNull(reason.retryAfter()).toMillis())
                .toList();
    }

    @Test
    void fewSessionsAreDisconnectedAtOnce() {
        logIn(3);
        server.chatServer.close(RETRY_AFTER);

        CompletionStage<?> done = server.chatServer.disconnectForShutdown(RETRY_AFTER);

        assertThat(done.toCompletableFuture()).isCompleted();
        assertThat(reasons()).extracting(DisconnectReason::code).containsOnly("shutting-down");
        assertThat(retryAfterMs()).hasSize(3).allMatch(ms -> ms >= 5_000 && ms <= 5_003);
    }

    @Test
    void serverWithoutSessionsIsDoneAtOnce() {
        assertThat(server.chatServer.disconnectForShutdown(RETRY_AFTER).toCompletableFuture())
                .isCompleted();
    }

    @Test
    void manySessionsAreDisconnectedInSlices() {
        int users = 2 * ShutdownDisconnector.MIN_SLICE + 200;
        logIn(users);
        server.chatServer.close(RETRY_AFTER);
        List<Integer> disconnected = new ArrayList<>();

        CompletionStage<?> done = server.chatServer.disconnectForShutdown(RETRY_AFTER);
        disconnected.add(reasons().size());
        while (!done.toCompletableFuture().isDone() && disconnected.size() < 10) {
            server.scheduler.advanceTime(ShutdownDisconnector.PAUSE);
            disconnected.add(reasons().size());
        }

        assertThat(disconnected).containsExactly(500, 1_000, users);
        assertThat(subscribers)
                .allMatch(subscriber -> subscriber.disconnectReasons().size() == 1);
        assertThat(retryAfterMs()).allMatch(ms -> ms >= 5_000 && ms <= 5_000 + users);
        assertThat(retryAfterMs().stream().distinct().count()).isGreaterThan(users / 3);
    }

    @Test
    void numberOfSlicesAndTimesAreBounded() {
        logIn(1);
        Session session = server.loginTerminal("last").session();
        int most = ShutdownDisconnector.MAX_SLICES * ShutdownDisconnector.MIN_SLICE * 2;
        List<Session> sessions = Collections.nCopies(most, session);

        CompletionStage<?> done = new ShutdownDisconnector(server.scheduler, () -> 1).disconnect(sessions, RETRY_AFTER);
        for (int i = 1; i < ShutdownDisconnector.MAX_SLICES; i++) {
            assertThat(done.toCompletableFuture()).isNotDone();
            server.scheduler.advanceTime(ShutdownDisconnector.PAUSE);
        }

        assertThat(done.toCompletableFuture()).isCompleted();
        List<DisconnectReason> reasons = ((RecordingSubscriber) session.subscriber()).disconnectReasons();
        assertThat(reasons).hasSize(most);
        assertThat(reasons.get(0).retryAfter()).isEqualTo(ShutdownDisconnector.MAX_RETRY_AFTER);
    }
}
