package dev.parley.tcp.dialect.basic;

import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The silence that ends what has no other end: whoever sends nothing more for a while has said what there was to say.
 * Confined to its connection's event loop.
 */
public final class SilenceTimer {

    private final TcpConnection tcpConnection;
    private final Duration time;
    private int waiting;
    private boolean over;
    private @Nullable Future<?> alarm;

    /** A pause of this length. */
    public SilenceTimer(TcpConnection tcpConnection, Duration time) {
        this.tcpConnection = tcpConnection;
        this.time = time;
    }

    /** Whether nothing has followed so many bytes for long enough; else the connection is fed again when that is so. */
    public boolean isOver(int bytes) {
        if (over) {
            return true;
        }
        if (bytes != waiting) {
            restart();
            waiting = bytes;
            alarm = tcpConnection.schedule(time, this::end);
        }
        return false;
    }

    private void end() {
        over = true;
        tcpConnection.feed();
    }

    /** Nothing waits any more. */
    public void restart() {
        waiting = 0;
        over = false;
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    /** Nothing will follow; whether nothing waits either. Else it is dealt with first. */
    public boolean isDone() {
        if (waiting == 0) {
            return true;
        }
        if (!over) {
            over = true;
            tcpConnection.execute(tcpConnection::feed);
        }
        return false;
    }
}
