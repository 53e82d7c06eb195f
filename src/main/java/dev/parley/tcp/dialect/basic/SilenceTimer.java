package dev.parley.tcp.dialect.basic;

import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Detects the end of a message by silence, for protocols without a terminator. Waits longer for the rest of an
 * incomplete character. Confined to the connection's event loop.
 */
public final class SilenceTimer {

    /** The silence after which an incomplete character is not completed any more. */
    private static final Duration INCOMPLETE_CHARACTER = Duration.ofSeconds(1);

    private final TcpConnection connection;
    private final Duration silence;
    private int pendingBytes;
    private boolean elapsed;
    private @Nullable Future<?> timer;

    /** Creates a timer of this length. */
    public SilenceTimer(TcpConnection connection, Duration silence) {
        this.connection = connection;
        this.silence = silence;
    }

    /**
     * Returns whether the silence has elapsed since these bytes were pending. If not, the connection processes its
     * input again when it has.
     */
    public boolean isOver(ByteBuf pending) {
        if (elapsed) {
            return true;
        }
        if (pending.readableBytes() != pendingBytes) {
            restart();
            pendingBytes = pending.readableBytes();
            boolean isIncomplete = silence.compareTo(INCOMPLETE_CHARACTER) < 0 && ClientText.endsIncomplete(pending);
            timer = connection.schedule(isIncomplete ? INCOMPLETE_CHARACTER : silence, this::end);
        }
        return false;
    }

    private void end() {
        elapsed = true;
        connection.feed();
    }

    /** Cancels the timer. */
    public void restart() {
        pendingBytes = 0;
        elapsed = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /**
     * Returns, after the end of input, whether nothing is pending. Otherwise processes the pending input as a last
     * message.
     */
    public boolean isDone() {
        if (pendingBytes == 0) {
            return true;
        }
        if (!elapsed) {
            elapsed = true;
            connection.execute(connection::feed);
        }
        return false;
    }
}
