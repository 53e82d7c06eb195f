package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The users whose messages this client does not print. Follows them through new nicknames, as far as the client receives
 * these. Confined to the event loop.
 */
final class IgnoredNames {

    private final Map<String, String> names = new TreeMap<>(); // by the name in lower case

    /** Adds a user. */
    void add(String name) {
        names.put(key(name), name);
    }

    /** Removes a user; returns whether it was ignored. */
    boolean remove(String name) {
        return names.remove(key(name)) != null;
    }

    /** Returns the nicknames. */
    List<String> all() {
        return List.copyOf(names.values());
    }

    /** Returns whether an event is a message of an ignored user, or a change by one; notes new nicknames. */
    boolean hides(ClientEvent event) {
        if (event instanceof ClientEvent.Renamed renamed && remove(renamed.from())) {
            add(renamed.to());
        }
        String author = author(event);
        return author != null && names.containsKey(key(author));
    }

    private static @Nullable String author(ClientEvent event) {
        if (event instanceof ClientEvent.Said said) {
            return said.isOfOperator() ? null : said.from();
        } else if (event instanceof ClientEvent.Edited edited) {
            return edited.by();
        } else if (event instanceof ClientEvent.Deleted deleted) {
            return deleted.by();
        } else if (event instanceof ClientEvent.Reacted reacted) {
            return reacted.by();
        }
        return event instanceof ClientEvent.Direct direct ? direct.from() : null;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
