package dev.parley.tcp;

import dev.parley.chat.room.DisconnectReason;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the reasons why a connection passes no input to its dialect: requests without a result, and pauses. Confined to
 * the connection's event loop.
 */
final class ReadHolds {

    private static final Logger LOG = LoggerFactory.getLogger(ReadHolds.class);

    private final TcpConnection connection;
    private int holds;

    ReadHolds(TcpConnection connection) {
        this.connection = connection;
    }

    boolean isHeld() {
        return holds > 0;
    }

    /** Passes the answer to {@code then} on the event loop. Reads are held meanwhile. */
    <T> void await(CompletionStage<T> answer, Consumer<T> then) {
        holds++;
        answer.whenComplete((value, failure) -> connection.execute(() -> release(() -> {
            if (failure == null) {
                then.accept(value);
            } else {
                LOG.error("A request on the TCP port failed.", failure);
                connection.disconnectNow(DisconnectReason.storageFailed());
            }
        })));
    }

    /** Holds reads for a time, then runs {@code then}. */
    void pause(Duration time, Runnable then) {
        holds++;
        Future<?> unused = connection.schedule(time, () -> release(then));
    }

    private void release(Runnable then) {
        holds--;
        if (!connection.isClosed()) {
            then.run();
        }
        connection.feed();
    }
}
