package dev.parley.chat.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * One person as the others see it in a list of who is here.
 *
 * @param name the name as shown
 * @param via what it speaks through, see {@link ClientInfo#via()}
 * @param idle how long it has said nothing
 */
public record Presence(String name, String via, Duration idle) {

    /** How the person looks at this moment. */
    public static Presence of(User user, Instant now) {
        Duration idle = Duration.between(user.active(), now);
        return new Presence(user.nickname().text(), user.clientInfo().via(), idle.isNegative() ? Duration.ZERO : idle);
    }
}
