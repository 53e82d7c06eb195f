package dev.parley.chat.session;

import dev.parley.chat.identity.User;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last nicknames of users who have gone offline before their token was stored, so that a client which reconnects late
 * is the same user. Forgets the earliest beyond {@value #MOST}. Thread-safe; never blocks.
 */
final class UnstoredTokens {

    private static final int MOST = 1_000;

    private final Map<String, String> names = new LinkedHashMap<>(); // guarded by this; by user id

    /** Remembers a user who has gone offline. */
    synchronized void add(User user) {
        names.remove(user.id());
        names.put(user.id(), user.nickname().text());
        if (names.size() > MOST) {
            names.remove(names.keySet().iterator().next());
        }
    }

    /** Returns the last nickname of a user. */
    synchronized Optional<String> name(String userId) {
        return Optional.ofNullable(names.get(userId));
    }
}
