package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.JsonObject;
import dev.parley.client.session.ReceivedEvent;
import dev.parley.protocol.api.EventTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The users whose messages this client does not print. A user is known by the public id, which stays the same through new
 * nicknames; by the nickname until an event names the id. Confined to the event loop.
 */
final class IgnoreList {

    /** The most users whose ids are remembered, so that they can be ignored by name. */
    private static final int MAX_KNOWN = 2_000;

    private final Map<String, String> names = new LinkedHashMap<>(); // of users with a known id, by the id
    private final Map<String, String> namesWithoutId = new LinkedHashMap<>(); // by the name in lower case
    private final Map<String, String> knownIds = new LinkedHashMap<>(); // by the name in lower case

    /** Adds a user. */
    void add(String name) {
        String id = knownIds.get(key(name));
        if (id == null) {
            namesWithoutId.put(key(name), name);
        } else {
            names.put(id, name);
        }
    }

    /** Removes a user; returns whether it was ignored. */
    boolean remove(String name) {
        boolean removed = names.values().removeIf(known -> known.equalsIgnoreCase(name));
        return namesWithoutId.remove(key(name)) != null || removed;
    }

    /** Returns the nicknames in alphabetical order. */
    List<String> all() {
        List<String> all = new ArrayList<>(names.values());
        all.addAll(namesWithoutId.values());
        all.sort(String.CASE_INSENSITIVE_ORDER);
        return all;
    }

    /** Returns whether an event is a message of an ignored user, or a change by one; notes the users that it names. */
    boolean hides(ReceivedEvent event) {
        JsonObject body = event.body();
        String id = body.text("userId");
        boolean live = !event.replayed();
        switch (body.text("type")) {
            case EventTypes.WELCOME -> body.object("people").objects("first").forEach(this::noteUser);
            case EventTypes.JOINED -> noteUser(body);
            case EventTypes.PRESENCE -> body.objects("joined").forEach(this::noteUser);
            case EventTypes.RENAMED -> noteRename(id, body.text("from"), body.text("to"));
            case EventTypes.SAID, EventTypes.DIRECT -> {
                note(id, body.text("from"), live);
                return !isOperator(event) && contains(id, body.text("from"));
            }
            case EventTypes.EDITED, EventTypes.DELETED, EventTypes.REACTED -> {
                note(id, body.text("by"), live);
                return contains(id, body.text("by"));
            }
            default -> {}
        }
        return false;
    }

    /** Returns whether a message quotes an ignored user. */
    boolean hidesQuote(ReceivedEvent event) {
        JsonObject replyTo = event.body().object("replyTo");
        return event.clientEvent() instanceof ClientEvent.Said
                && !replyTo.text("name").isEmpty()
                && contains(replyTo.text("userId"), replyTo.text("name"));
    }

    private static boolean isOperator(ReceivedEvent event) {
        return event.clientEvent() instanceof ClientEvent.Said said && said.isOfOperator();
    }

    /** Returns whether a user is ignored; one without an id, of an archive, by any name of an ignored user. */
    private boolean contains(String id, String name) {
        return id.isEmpty()
                ? all().stream().anyMatch(ignored -> ignored.equalsIgnoreCase(name))
                : names.containsKey(id) || namesWithoutId.containsKey(key(name));
    }

    private void noteUser(JsonObject user) {
        note(user.text("userId"), user.text("name"), true);
    }

    private void noteRename(String id, String from, String to) {
        note(id, from, true);
        if (id.isEmpty() && namesWithoutId.remove(key(from)) != null) {
            namesWithoutId.put(key(to), to);
        }
        note(id, to, true);
    }

    /** Notes the id of a name. A replayed event may have a name that another user has now. */
    private void note(String id, String name, boolean live) {
        if (id.isEmpty()) {
            return;
        }
        if (!live) {
            if (knownIds.size() < MAX_KNOWN) {
                knownIds.putIfAbsent(key(name), id);
            }
            return;
        }
        knownIds.remove(key(name));
        knownIds.put(key(name), id);
        if (knownIds.size() > MAX_KNOWN) {
            knownIds.remove(knownIds.keySet().iterator().next());
        }
        if (namesWithoutId.remove(key(name)) != null || names.containsKey(id)) {
            names.put(id, name);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
