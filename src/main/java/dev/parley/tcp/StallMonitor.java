package dev.parley.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Disconnects a client that accepts no output for a time. Runs only while output is pending. Confined to the connection's
 * event loop.
 */
final class StallMonitor {

    /** Number of progress checks within the timeout. */
    private static final int CHECKS = 6;

    private final Channel channel;
    private final TcpConnection connection;
    private final Duration timeout;
    private boolean isRunning;
    private boolean isStopped;

    StallMonitor(Channel channel, TcpConnection connection, Duration timeout) {
        this.channel = channel;
        this.connection = connection;
        this.timeout = timeout;
    }

    /** The socket's write progress: the current buffer and the bytes written of it. */
    private record Progress(int piece, long bytes) {}

    /** Starts the checks if output is pending. */
    void start() {
        if (!isRunning && !isStopped && isPending()) {
            isRunning = true;
            check(progress(), timeout);
        }
    }

    /** Stops the checks for good. */
    void stop() {
        isStopped = true;
    }

    private void check(Progress before, Duration left) {
        Duration step = timeout.dividedBy(CHECKS);
        Future<?> unused = connection.schedule(step, () -> {
            Progress now = progress();
            if (isStopped || !isPending()) {
                isRunning = false;
            } else if (!now.equals(before)) {
                check(now, timeout);
            } else if (left.compareTo(step) > 0) {
                check(before, left.minus(step));
            } else {
                connection.onSlowConsumer();
            }
        });
    }

    private boolean isPending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** Returns the progress of the socket. Newly queued buffers do not count. */
    private Progress progress() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null
                ? new Progress(0, 0)
                : new Progress(System.identityHashCode(buffer.current()), buffer.currentProgress());
    }
}
