package dev.parley.chat.session;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.RoomRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the periodic tasks of the server: deletes expired messages, records which tokens are in use, and disconnects
 * sessions whose messages are not acknowledged in time.
 */
final class MaintenanceScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceScheduler.class);

    /** The time in which every message is acknowledged or refused; a session with an older one is disconnected. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);
    private static final Duration TIDY = Duration.ofHours(1);

    private final ServerResources resources;
    private final RoomRegistry rooms;
    private final TokenWriter tokenWriter;
    private final ClockMonitor clockMonitor;

    MaintenanceScheduler(ServerResources resources, RoomRegistry rooms, TokenWriter tokenWriter) {
        this.resources = resources;
        this.rooms = rooms;
        this.tokenWriter = tokenWriter;
        this.clockMonitor = new ClockMonitor(resources.clock(), System::nanoTime);
    }

    /** Schedules the tasks. */
    void start(Supplier<List<Session>> sessions) {
        resources.scheduler().scheduleWithFixedDelay(LOOK_AROUND, () -> lookAround(sessions.get()));
        resources.scheduler().scheduleWithFixedDelay(TIDY, () -> tidy(sessions.get()));
    }

    private void lookAround(List<Session> sessions) {
        clockMonitor.check();
        Instant due = resources.clock().instant().minus(ANSWERED_WITHIN);
        for (Session session : sessions) {
            try {
                if (session.hasOverdueReceiptSince(due)) {
                    session.subscriber().disconnect(DisconnectReason.storageFailed());
                }
            } catch (RuntimeException e) {
                LOG.error("The check of a session of {} failed; the other sessions are checked.", session.user(), e);
            }
        }
    }

    private void tidy(List<Session> sessions) {
        if (clockMonitor.mayDelete()) {
            deleteExpired();
        }
        tokenWriter.touch(sessions.stream()
                .filter(session -> session.token().isPresent())
                .map(Session::user)
                .toList());
    }

    private void deleteExpired() {
        rooms.cleanUp().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The hourly clean-up of rooms failed; it runs again in an hour.", failure);
            }
        });
        resources.directMessageStore().prune(resources.clock().instant()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The hourly deletion of direct messages failed; it runs again in an hour.", failure);
            }
        });
    }
}
