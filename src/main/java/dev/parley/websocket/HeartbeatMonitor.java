package dev.parley.websocket;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.stomp.HeartbeatHeader;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks all connections once a second: pings silent ones, aborts dead and stalled ones and those without a login, and
 * queues heart-beats. Runs on one thread, writes nothing itself and never waits.
 */
final class HeartbeatMonitor implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatMonitor.class);

    /** A heart-beat is queued a round early, so that it is never late. */
    private static final long EARLY = TimeUnit.SECONDS.toNanos(1);

    /** SockJS sessions need heart-beats for proxies, which this class sends. */
    private static final long SOCKJS_BEAT = TimeUnit.SECONDS.toNanos(25);

    private final WebSocketEndpoint endpoint;
    private final WebSocketSettings settings;

    HeartbeatMonitor(WebSocketEndpoint endpoint, WebSocketSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        endpoint.all().forEach(connection -> runLogged(() -> check(connection, now)));
        runLogged(endpoint::removeClosed);
    }

    /** Runs a step of the round; its failure does not prevent the other steps. */
    private static void runLogged(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("A check of the connections failed; the next round is in a second.", e);
        }
    }

    /** Checks one connection. */
    void check(WebSocketConnection connection, long now) {
        SessionWriter writer = connection.sessionWriter();
        ActivityTracker activity = connection.activityTracker();
        if (connection.stompSession().isHeld()) {
            // The client is not silent while the server itself pauses reads.
            activity.onReceived(now);
        }
        long stalled = writer.stalledSince();
        boolean deaf = stalled != 0 && now - stalled >= settings.stalledAfter().toNanos();
        boolean dead = activity.isSilentFor(
                (writer.canPing() ? settings.silentAfter() : settings.silentSockJsAfter()).toNanos(), now);
        if (deaf) {
            connection.disconnect(DisconnectReason.tooSlow());
            connection.abort();
        } else if (dead) {
            connection.abort();
        } else if (connection.stompSession().session() == null
                && now - activity.since() >= settings.connectWithin().toNanos()) {
            connection.disconnect(DisconnectReason.loginTimeout());
        } else if (!connection.isClosed()) {
            keepAlive(connection, now);
        }
    }

    private void keepAlive(WebSocketConnection connection, long now) {
        SessionWriter writer = connection.sessionWriter();
        if (writer.canPing()
                && connection.activityTracker().isSilentFor(settings.pingAfter().toNanos(), now)
                && connection.activityTracker().markPinged()) {
            writer.ping();
        }
        HeartbeatHeader beats = connection.stompSession().heartbeat();
        long every = beats.outgoing() > 0
                ? TimeUnit.MILLISECONDS.toNanos(beats.outgoing()) - EARLY
                : writer.canPing() ? Long.MAX_VALUE : SOCKJS_BEAT;
        if (now - writer.sentAt() >= every && connection.stompSession().session() != null) {
            connection.stompSession().sendHeartbeat();
        }
    }
}
