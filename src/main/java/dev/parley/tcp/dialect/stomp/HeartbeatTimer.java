package dev.parley.tcp.dialect.stomp;

import dev.parley.stomp.HeartbeatHeader;
import dev.parley.tcp.TcpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Sends and awaits heart-beats as agreed (STOMP 1.2, "Heart-beating"). Awaits nothing of who has promised nothing: TCP's
 * own keep-alive finds out about them. Confined to its connection's event loop.
 */
final class HeartbeatTimer {

    /** One is sent a second early rather than a second late. */
    private static final Duration EARLY = Duration.ofSeconds(1);

    /** What comes late by this much is late by a fault of the network's, not of who sent it. */
    private static final Duration LATE = Duration.ofSeconds(15);

    /** Silence is measured in such steps. */
    private static final Duration STEP = Duration.ofSeconds(5);

    private final TcpConnection tcpConnection;
    private final Runnable beat;
    private final Runnable silent;
    private final List<Future<?>> alarms = new ArrayList<>();
    private Duration quiet = Duration.ZERO;

    /**
     * None yet.
     *
     * @param beat sends one
     * @param silent the other end has not kept its promise
     */
    HeartbeatTimer(TcpConnection tcpConnection, Runnable beat, Runnable silent) {
        this.tcpConnection = tcpConnection;
        this.beat = beat;
        this.silent = silent;
    }

    /** From now on they are sent and awaited as agreed, seen from the server. */
    void start(HeartbeatHeader agreed) {
        if (agreed.outgoing() > 0) {
            send(Duration.ofMillis(agreed.outgoing()).minus(EARLY));
        }
        if (agreed.incoming() > 0) {
            listen(Duration.ofMillis(agreed.incoming()).plus(LATE));
        }
    }

    private void send(Duration every) {
        after(every, () -> {
            beat.run();
            send(every);
        });
    }

    private void listen(Duration atMost) {
        after(STEP, () -> {
            // While nothing is read nothing is heard either, which is not the other end's fault.
            quiet = tcpConnection.isHeld() ? Duration.ZERO : quiet.plus(STEP);
            if (quiet.compareTo(atMost) >= 0) {
                silent.run();
            } else {
                listen(atMost);
            }
        });
    }

    private void after(Duration time, Runnable task) {
        alarms.removeIf(Future::isDone);
        alarms.add(tcpConnection.schedule(time, task));
    }

    /** Something has come. */
    void onReceived() {
        quiet = Duration.ZERO;
    }

    /** No more of them. */
    void stop() {
        alarms.forEach(alarm -> alarm.cancel(false));
    }
}
