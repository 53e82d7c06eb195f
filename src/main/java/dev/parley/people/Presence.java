package dev.parley.people;

import java.time.Duration;
import java.time.Instant;

/**
 * One person as the others see it in a list of who is here.
 *
 * @param name the name as shown
 * @param via what it speaks through, see {@link Origin#via()}
 * @param idle how long it has said nothing
 */
public record Presence(String name, String via, Duration idle) {

    /** How the person looks at this moment. */
    public static Presence of(Person person, Instant now) {
        Duration idle = Duration.between(person.active(), now);
        return new Presence(person.name().text(), person.origin().via(), idle.isNegative() ? Duration.ZERO : idle);
    }
}
