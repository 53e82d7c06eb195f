package dev.parley.chat.session;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;

/**
 * Disconnects all sessions at a shutdown: in slices, and each with a random time after which its client may reconnect, so
 * that the clients of a large server do not log in to this or another one in the same second.
 */
final class ShutdownDisconnector {

    /** The least number of sessions in a slice. */
    static final int MIN_SLICE = 500;

    /** The most slices, which bounds the time of the shutdown. */
    static final int MAX_SLICES = 40;

    /** The time between two slices. */
    static final Duration PAUSE = Duration.ofMillis(50);

    /** The reconnects per second among which the times are spread. */
    static final int RECONNECTS_PER_SECOND = 1_000;

    /** The longest time. Clients add up to a quarter, and wait for 30 seconds at most. */
    static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(24);

    private final Scheduler scheduler;
    private final DoubleSupplier random;

    /**
     * Creates a disconnector.
     *
     * @param random returns numbers from 0 to 1
     */
    ShutdownDisconnector(Scheduler scheduler, DoubleSupplier random) {
        this.scheduler = scheduler;
        this.random = random;
    }

    /**
     * Disconnects sessions.
     *
     * @param retryAfter the least time after which a reconnect can succeed
     * @return completes when all are disconnected
     */
    CompletionStage<?> disconnect(List<Session> sessions, Duration retryAfter) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        int slice = Math.max(MIN_SLICE, (sessions.size() + MAX_SLICES - 1) / MAX_SLICES);
        disconnectFrom(0, slice, sessions, retryAfter, done);
        return done;
    }

    private void disconnectFrom(
            int start, int slice, List<Session> sessions, Duration retryAfter, CompletableFuture<Boolean> done) {
        int end = Math.min(start + slice, sessions.size());
        long mostMs = Math.max(
                retryAfter.toMillis(),
                Math.min(
                        MAX_RETRY_AFTER.toMillis(),
                        retryAfter.toMillis() + sessions.size() * 1_000L / RECONNECTS_PER_SECOND));
        for (Session session : sessions.subList(start, end)) {
            long spreadMs = Math.round((mostMs - retryAfter.toMillis()) * random.getAsDouble());
            session.subscriber().disconnect(DisconnectReason.shuttingDown(retryAfter.plusMillis(spreadMs)));
        }
        if (end == sessions.size()) {
            done.complete(true);
        } else {
            scheduler.schedule(PAUSE, () -> disconnectFrom(end, slice, sessions, retryAfter, done));
        }
    }
}
