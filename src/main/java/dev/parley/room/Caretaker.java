package dev.parley.room;

import dev.parley.people.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to be done in a house from time to time: clears away what is no longer kept, notes which tokens are in
 * use, and sees to it that nobody waits for an answer for ever.
 */
final class Caretaker {

    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

    /** Everything that is sent is answered within this time, or the connection is closed. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);
    private static final Duration TIDY = Duration.ofHours(1);

    private final Means means;
    private final Rooms rooms;

    Caretaker(Means means, Rooms rooms) {
        this.means = means;
        this.rooms = rooms;
    }

    /** Goes round from now on. */
    void begin(Supplier<List<Visit>> visits) {
        means.alarms().after(LOOK_AROUND, () -> lookAround(visits));
        means.alarms().after(TIDY, () -> tidy(visits));
    }

    /**
     * Keeps a person's token over a restart; may block. Where that fails the person may stay all the same, and come
     * back until the restart.
     */
    Person remember(Person person) {
        try {
            means.tokens()
                    .remember(person.id(), person.name().text(), means.clock().instant());
        } catch (StorageException broken) {
            LOG.warn("A token was not stored; its person can come back until the next restart only.", broken);
        }
        return person;
    }

    /** Notes in a while that these people's tokens are, or were until now, in use. */
    void used(List<Person> people) {
        List<String> digests = people.stream().map(Person::id).toList();
        means.read(() -> {
            means.tokens().used(digests, means.clock().instant());
            return digests;
        });
    }

    private void lookAround(Supplier<List<Visit>> visits) {
        Instant due = means.clock().instant().minus(ANSWERED_WITHIN);
        for (Visit visit : visits.get()) {
            if (visit.isOwedSince(due)) {
                visit.subscriber().farewell(Farewell.storageFailed());
            }
        }
        means.alarms().after(LOOK_AROUND, () -> lookAround(visits));
    }

    private void tidy(Supplier<List<Visit>> visits) {
        means.read(() -> {
            rooms.tidy();
            return rooms;
        });
        used(visits.get().stream()
                .filter(visit -> visit.token().isPresent())
                .map(Visit::person)
                .toList());
        means.alarms().after(TIDY, () -> tidy(visits));
    }
}
