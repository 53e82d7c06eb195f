package dev.parley.chat.session;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.RoomRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Does what is to be done in a house from time to time: clears away what is no longer kept, notes which tokens are in
 * use, and sees to it that nobody waits for an answer for ever.
 */
final class MaintenanceScheduler {

    /** Everything that is sent is answered within this time, or the connection is closed. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);
    private static final Duration TIDY = Duration.ofHours(1);

    private final ServerResources serverResources;
    private final RoomRegistry roomRegistry;
    private final TokenWriter tokenWriter;

    MaintenanceScheduler(ServerResources serverResources, RoomRegistry roomRegistry, TokenWriter tokenWriter) {
        this.serverResources = serverResources;
        this.roomRegistry = roomRegistry;
        this.tokenWriter = tokenWriter;
    }

    /** Goes round from now on. */
    void start(Supplier<List<Session>> sessions) {
        serverResources.scheduler().schedule(LOOK_AROUND, () -> lookAround(sessions));
        serverResources.scheduler().schedule(TIDY, () -> tidy(sessions));
    }

    private void lookAround(Supplier<List<Session>> sessions) {
        Instant due = serverResources.clock().instant().minus(ANSWERED_WITHIN);
        for (Session session : sessions.get()) {
            if (session.hasOverdueReceiptSince(due)) {
                session.subscriber().disconnect(DisconnectReason.storageFailed());
            }
        }
        serverResources.scheduler().schedule(LOOK_AROUND, () -> lookAround(sessions));
    }

    private void tidy(Supplier<List<Session>> sessions) {
        serverResources.read(() -> {
            roomRegistry.cleanUp();
            return roomRegistry;
        });
        tokenWriter.touch(sessions.get().stream()
                .filter(session -> session.token().isPresent())
                .map(Session::user)
                .toList());
        serverResources.scheduler().schedule(TIDY, () -> tidy(sessions));
    }
}
