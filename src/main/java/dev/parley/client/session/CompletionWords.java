package dev.parley.client.session;

import dev.parley.protocol.api.EventTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Words of the server for completion. Confined to the event loop. */
public final class CompletionWords {

    private static final Pattern HELP = Pattern.compile("(/[a-z]+)\\b.*");

    /** The commands of every server, used until the server sends its own. */
    private List<String> commands =
            List.of("/help", "/who", "/rooms", "/join", "/leave", "/me", "/msg", "/nick", "/last", "/quit");

    private final Set<String> rooms = new LinkedHashSet<>();

    /** Returns the commands, with their slash. */
    public List<String> commands() {
        return commands;
    }

    /** Returns the rooms of the list, which are not all rooms of a large server. */
    public List<String> rooms() {
        return List.copyOf(rooms);
    }

    /** Reads the reply to {@code /help}, in which each line begins with a command. */
    void commands(List<String> help) {
        List<String> found = help.stream()
                .map(HELP::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .toList();
        if (!found.isEmpty()) {
            commands = found;
        }
    }

    /** Reads an event of the list of rooms, or a whole list of an earlier server. */
    void rooms(JsonObject event) {
        if (!event.text("type").equals(EventTypes.ROOMS_CHANGED)) {
            rooms.clear();
        }
        event.texts("removed").forEach(rooms::remove);
        event.objects("items").forEach(room -> rooms.add(room.text("name")));
        event.objects("rooms").forEach(room -> rooms.add(room.text("name")));
    }
}
