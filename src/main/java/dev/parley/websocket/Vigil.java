package dev.parley.websocket;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.stomp.HeartbeatHeader;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after all connections once a second: pings the silent, cuts the dead, the nameless and those who take nothing,
 * sends heart-beats. Runs on one thread, writes nothing itself and never waits.
 */
final class Vigil implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Vigil.class);

    /** A heart-beat is sent a round early rather than a round late. */
    private static final long EARLY = TimeUnit.SECONDS.toNanos(1);

    /** SockJS's own heart-beats, which proxies need, are ours to send. */
    private static final long SOCKJS_BEAT = TimeUnit.SECONDS.toNanos(25);

    private final Connections connections;
    private final RoomList roomList;
    private final WebSocketSettings settings;

    Vigil(Connections connections, RoomList roomList, WebSocketSettings settings) {
        this.connections = connections;
        this.roomList = roomList;
        this.settings = settings;
    }

    @Override
    public void run() {
        try {
            long now = System.nanoTime();
            connections.all().forEach(connection -> look(connection, now));
            roomList.showChanges(connections.all());
            connections.forgetParted();
        } catch (RuntimeException broken) {
            LOG.error("A look after the connections failed; the next is in a second.", broken);
        }
    }

    /** Looks after one of them, at this time. */
    void look(Connection connection, long now) {
        Line line = connection.line();
        Liveness liveness = connection.liveness();
        long stalled = line.stalledSince();
        boolean deaf = stalled != 0 && now - stalled >= settings.stalledAfter().toNanos();
        boolean dead = liveness.isSilentFor(
                (line.canPing() ? settings.silentAfter() : settings.silentSockJsAfter()).toNanos(), now);
        if (deaf) {
            connection.disconnect(DisconnectReason.tooSlow());
            connection.cut();
        } else if (dead) {
            connection.cut();
        } else if (connection.session() == null
                && now - liveness.since() >= settings.connectWithin().toNanos()) {
            connection.disconnect(DisconnectReason.loginTimeout());
        } else if (!connection.isOver()) {
            keepAlive(connection, now);
        }
    }

    private void keepAlive(Connection connection, long now) {
        Line line = connection.line();
        if (line.canPing()
                && connection.liveness().isSilentFor(settings.pingAfter().toNanos(), now)
                && connection.liveness().ask()) {
            line.ping();
        }
        HeartbeatHeader beats = connection.beats();
        long every = beats.outgoing() > 0
                ? TimeUnit.MILLISECONDS.toNanos(beats.outgoing()) - EARLY
                : line.canPing() ? Long.MAX_VALUE : SOCKJS_BEAT;
        if (now - line.sentAt() >= every && connection.session() != null) {
            connection.say(connection.serverFrames().heartbeat());
        }
    }
}
