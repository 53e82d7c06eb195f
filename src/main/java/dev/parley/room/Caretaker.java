package dev.parley.room;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Does what is to be done in a house from time to time: clears away what is no longer kept, notes which tokens are in
 * use, and sees to it that nobody waits for an answer for ever.
 */
final class Caretaker {

    /** Everything that is sent is answered within this time, or the connection is closed. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);
    private static final Duration TIDY = Duration.ofHours(1);

    private final Means means;
    private final Rooms rooms;
    private final Register register;

    Caretaker(Means means, Rooms rooms, Register register) {
        this.means = means;
        this.rooms = rooms;
        this.register = register;
    }

    /** Goes round from now on. */
    void begin(Supplier<List<Visit>> visits) {
        means.scheduler().schedule(LOOK_AROUND, () -> lookAround(visits));
        means.scheduler().schedule(TIDY, () -> tidy(visits));
    }

    private void lookAround(Supplier<List<Visit>> visits) {
        Instant due = means.clock().instant().minus(ANSWERED_WITHIN);
        for (Visit visit : visits.get()) {
            if (visit.isOwedSince(due)) {
                visit.subscriber().farewell(Farewell.storageFailed());
            }
        }
        means.scheduler().schedule(LOOK_AROUND, () -> lookAround(visits));
    }

    private void tidy(Supplier<List<Visit>> visits) {
        means.read(() -> {
            rooms.tidy();
            return rooms;
        });
        register.used(visits.get().stream()
                .filter(visit -> visit.token().isPresent())
                .map(Visit::user)
                .toList());
        means.scheduler().schedule(TIDY, () -> tidy(visits));
    }
}
