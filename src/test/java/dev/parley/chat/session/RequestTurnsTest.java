package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestTurnsTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Future<RequestTurns.Turn> waitFor(RequestTurns turns) {
        int before = turns.waiting();
        Future<RequestTurns.Turn> turn = threads.submit(turns::await);
        Awaitility.await().until(() -> turns.waiting() == before + 1);
        return turn;
    }

    @Test
    void requestsBeyondTheLimitWaitUntilOneEnds() throws Exception {
        RequestTurns turns = new RequestTurns(2, LONG);
        RequestTurns.Turn first = turns.await();
        turns.await();
        Future<RequestTurns.Turn> third = waitFor(turns);
        Future<RequestTurns.Turn> fourth = waitFor(turns);

        turns.end(first);

        turns.end(third.get(5, TimeUnit.SECONDS));
        assertThat(fourth.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void requestThatTakesLongGivesItsTurnToTheNext() throws Exception {
        RequestTurns turns = new RequestTurns(1, SHORT);
        long started = System.nanoTime();
        turns.await();

        Future<RequestTurns.Turn> second = threads.submit(turns::await);

        assertThat(second.get(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @Test
    void endOfARequestThatLostItsTurnStartsNoOther() throws Exception {
        RequestTurns turns = new RequestTurns(1, SHORT);
        long started = System.nanoTime();
        RequestTurns.Turn lost = turns.await();
        turns.await();
        turns.end(lost);

        turns.await();

        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(2 * SHORT.toNanos());
    }

    @Test
    void interruptedRequestGetsNoTurn() throws Exception {
        RequestTurns turns = new RequestTurns(1, LONG);
        RequestTurns.Turn first = turns.await();
        Future<RequestTurns.Turn> waiting = threads.submit(() -> {
            Thread.currentThread().interrupt();
            return turns.await();
        });

        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        turns.end(first);
        assertThat(threads.submit(turns::await).get(5, TimeUnit.SECONDS)).isNotNull();
    }
}
