package dev.parley.chat.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * A user in a list of users.
 *
 * @param userId the id, see {@link User#id()}; never shown to other users
 * @param name the nickname
 * @param via the transport, see {@link ClientInfo#via()}
 * @param idle the time since the last message
 * @param absence the text that others see while the user is absent; empty otherwise
 */
public record Presence(String userId, String name, String via, Duration idle, String absence) {

    /** Creates the presence of a user who is not absent. */
    public Presence(String userId, String name, String via, Duration idle) {
        this(userId, name, via, idle, "");
    }

    /** Returns the presence of a user at a time. */
    public static Presence of(User user, Instant now) {
        Duration idle = Duration.between(user.active(), now);
        return new Presence(
                user.id(),
                user.nickname().text(),
                user.clientInfo().via(),
                idle.isNegative() ? Duration.ZERO : idle,
                user.absence());
    }
}
