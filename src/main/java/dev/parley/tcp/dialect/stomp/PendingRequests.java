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
 * What a connection has asked for and not been answered. It may ask on meanwhile, so that many messages are stored
 * together, but not without bound: then nothing is read until there is an answer. Confined to its connection's event loop.
 */
final class PendingRequests {

    private static final Logger LOG = LoggerFactory.getLogger(PendingRequests.class);

    /** Fewer than the answers that may wait for a connection that does not read them. */
    private static final int MOST = 32;

    private final TcpConnection tcpConnection;
    private int count;
    private CompletableFuture<Boolean> none = new CompletableFuture<>();
    private @Nullable Runnable last;

    PendingRequests(TcpConnection tcpConnection) {
        this.tcpConnection = tcpConnection;
    }

    /** Hands the answer to {@code then} when it comes. */
    <T> void await(CompletionStage<T> answer, Consumer<T> then) {
        count++;
        if (count >= MOST) {
            tcpConnection.await(answer, value -> answered(value, then));
        } else {
            answer.whenComplete((value, failure) -> tcpConnection.execute(() -> {
                if (failure == null) {
                    answered(value, then);
                } else {
                    LOG.error("A request over STOMP failed.", failure);
                    tcpConnection.disconnect(DisconnectReason.storageFailed());
                }
            }));
        }
    }

    private <T> void answered(T value, Consumer<T> then) {
        then.accept(value);
        count--;
        if (count == 0) {
            none.complete(true);
            if (last != null) {
                last.run();
            }
        }
    }

    /** Whether anything is. */
    boolean hasPending() {
        return count > 0;
    }

    /** Reads nothing until all is answered, and then does this. */
    void settle(Runnable task) {
        none = new CompletableFuture<>();
        tcpConnection.await(none, settled -> task.run());
    }

    /** Does this when all is answered, which may be at once; only the first call counts. */
    void whenDrained(Runnable task) {
        if (last == null) {
            last = task;
            if (count == 0) {
                task.run();
            }
        }
    }

    /** Whether only answers are left to come. */
    boolean isFinishing() {
        return last != null;
    }
}
