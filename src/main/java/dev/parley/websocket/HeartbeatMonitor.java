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

    private final WebSocketEndpoint webSocketEndpoint;
    private final RoomListBroadcaster roomListBroadcaster;
    private final WebSocketSettings settings;

    HeartbeatMonitor(
            WebSocketEndpoint webSocketEndpoint, RoomListBroadcaster roomListBroadcaster, WebSocketSettings settings) {
        this.webSocketEndpoint = webSocketEndpoint;
        this.roomListBroadcaster = roomListBroadcaster;
        this.settings = settings;
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        webSocketEndpoint.all().forEach(webSocketConnection -> runLogged(() -> check(webSocketConnection, now)));
        runLogged(() -> roomListBroadcaster.broadcastChanges(webSocketEndpoint.all()));
        runLogged(webSocketEndpoint::removeClosed);
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
    void check(WebSocketConnection webSocketConnection, long now) {
        SessionWriter sessionWriter = webSocketConnection.sessionWriter();
        ActivityTracker activityTracker = webSocketConnection.activityTracker();
        long stalled = sessionWriter.stalledSince();
        boolean deaf = stalled != 0 && now - stalled >= settings.stalledAfter().toNanos();
        boolean dead = activityTracker.isSilentFor(
                (sessionWriter.canPing() ? settings.silentAfter() : settings.silentSockJsAfter()).toNanos(), now);
        if (deaf) {
            webSocketConnection.disconnect(DisconnectReason.tooSlow());
            webSocketConnection.abort();
        } else if (dead) {
            webSocketConnection.abort();
        } else if (webSocketConnection.session() == null
                && now - activityTracker.since() >= settings.connectWithin().toNanos()) {
            webSocketConnection.disconnect(DisconnectReason.loginTimeout());
        } else if (!webSocketConnection.isClosed()) {
            keepAlive(webSocketConnection, now);
        }
    }

    private void keepAlive(WebSocketConnection webSocketConnection, long now) {
        SessionWriter sessionWriter = webSocketConnection.sessionWriter();
        if (sessionWriter.canPing()
                && webSocketConnection
                        .activityTracker()
                        .isSilentFor(settings.pingAfter().toNanos(), now)
                && webSocketConnection.activityTracker().markPinged()) {
            sessionWriter.ping();
        }
        HeartbeatHeader beats = webSocketConnection.heartbeat();
        long every = beats.outgoing() > 0
                ? TimeUnit.MILLISECONDS.toNanos(beats.outgoing()) - EARLY
                : sessionWriter.canPing() ? Long.MAX_VALUE : SOCKJS_BEAT;
        if (now - sessionWriter.sentAt() >= every && webSocketConnection.session() != null) {
            webSocketConnection.send(webSocketConnection.serverFrames().heartbeat());
        }
    }
}
