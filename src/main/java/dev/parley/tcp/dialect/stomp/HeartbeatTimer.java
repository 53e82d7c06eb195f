package dev.parley.tcp.dialect.stomp;

import dev.parley.stomp.HeartbeatHeader;
import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Sends heart-beats and detects missing ones as negotiated (STOMP 1.2, "Heart-beating"). TCP keep-alive detects
 * vanished clients that send no heart-beats. Confined to the connection's event loop.
 */
final class HeartbeatTimer {

    /** Heart-beats are sent this much before they are due. */
    private static final Duration SEND_MARGIN = Duration.ofSeconds(1);

    /** Tolerance for network delays. */
    private static final Duration RECEIVE_MARGIN = Duration.ofSeconds(15);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final TcpConnection connection;
    private final Runnable sendHeartbeat;
    private final Runnable onTimeout;
    private final List<Future<?>> timers = new ArrayList<>();
    private Duration silence = Duration.ZERO;

    /**
     * Creates a stopped timer.
     *
     * @param sendHeartbeat sends a heart-beat
     * @param onTimeout called when the client has been silent for too long
     */
    HeartbeatTimer(TcpConnection connection, Runnable sendHeartbeat, Runnable onTimeout) {
        this.connection = connection;
        this.sendHeartbeat = sendHeartbeat;
        this.onTimeout = onTimeout;
    }

    /**
     * Starts the timers.
     *
     * @param agreed the negotiated intervals from the server's point of view
     */
    void start(HeartbeatHeader agreed) {
        if (agreed.outgoing() > 0) {
            scheduleSend(Duration.ofMillis(agreed.outgoing()).minus(SEND_MARGIN));
        }
        if (agreed.incoming() > 0) {
            checkSilence(Duration.ofMillis(agreed.incoming()).plus(RECEIVE_MARGIN));
        }
    }

    private void scheduleSend(Duration interval) {
        schedule(interval, () -> {
            sendHeartbeat.run();
            scheduleSend(interval);
        });
    }

    private void checkSilence(Duration limit) {
        schedule(CHECK_INTERVAL, () -> {
            // The client is not silent while the server itself pauses reads.
            silence = connection.isHeld() ? Duration.ZERO : silence.plus(CHECK_INTERVAL);
            if (silence.compareTo(limit) >= 0) {
                onTimeout.run();
            } else {
                checkSilence(limit);
            }
        });
    }

    private void schedule(Duration time, Runnable task) {
        timers.removeIf(Future::isDone);
        timers.add(connection.schedule(time, task));
    }

    /** Notes that the client has sent something. */
    void onReceived() {
        silence = Duration.ZERO;
    }

    void stop() {
        timers.forEach(timer -> timer.cancel(false));
    }
}
