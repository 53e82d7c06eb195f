package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.tcp.TcpConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the requests of a connection that are not answered yet. Requests may overlap, so that many messages are
 * stored in one batch; above a limit, reads are held until an answer arrives. Confined to the connection's event loop.
 */
final class PendingRequests {

    private static final Logger LOG = LoggerFactory.getLogger(PendingRequests.class);

    /** Below the number of replies that may queue for a client that does not read. */
    private static final int MAX_CONCURRENT = 32;

    private final TcpConnection connection;
    private int count;
    private CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private @Nullable Runnable onDrained;

    PendingRequests(TcpConnection connection) {
        this.connection = connection;
    }

    /** Passes the answer to {@code then} when it arrives. */
    <T> void await(CompletionStage<T> answer, Consumer<T> then) {
        count++;
        if (count >= MAX_CONCURRENT) {
            connection.await(answer, value -> complete(value, then));
        } else {
            answer.whenComplete((value, failure) -> connection.execute(() -> {
                if (failure == null) {
                    complete(value, then);
                } else {
                    LOG.error("A request over STOMP failed.", failure);
                    connection.disconnect(DisconnectReason.storageFailed());
                }
            }));
        }
    }

    private <T> void complete(T value, Consumer<T> then) {
        then.accept(value);
        count--;
        if (count == 0) {
            drained.complete(true);
            if (onDrained != null) {
                onDrained.run();
            }
        }
    }

    boolean hasPending() {
        return count > 0;
    }

    /** Holds reads until all requests are answered, then runs the task. */
    void settle(Runnable task) {
        drained = new CompletableFuture<>();
        connection.await(drained, settled -> task.run());
    }

    /** Runs the task when all requests are answered, possibly at once. Later calls have no effect. */
    void whenDrained(Runnable task) {
        if (onDrained == null) {
            onDrained = task;
            if (count == 0) {
                task.run();
            }
        }
    }

    /** Returns whether {@link #whenDrained} was called. */
    boolean isFinishing() {
        return onDrained != null;
    }
}
