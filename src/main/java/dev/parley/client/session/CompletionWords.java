package dev.parley.client.session;

import dev.parley.protocol.api.EventTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Words of the server for completion. Confined to the event loop. */
public final class CompletionWords {

    /** The commands of every server, used until the server sends its own. */
    private List<CommandUsage> commands = Stream.of(
                    "/help [COMMAND]",
                    "/who [PAGE|NAME]",
                    "/rooms [TEXT]",
                    "/join ROOM",
                    "/leave [ROOM]",
                    "/me ACTION",
                    "/msg NAME TEXT",
                    "/nick NAME",
                    "/last [N]",
                    "/quit")
            .map(CommandUsage::parse)
            .flatMap(Optional::stream)
            .toList();

    private final Set<String> rooms = new LinkedHashSet<>();

    /** Returns the commands; those with several forms several times. */
    public List<CommandUsage> commands() {
        return commands;
    }

    /** Returns the rooms of the list, which are not all rooms of a large server. */
    public List<String> rooms() {
        return List.copyOf(rooms);
    }

    /** Reads the reply to {@code /help}, in which each line begins with a command. */
    void commands(List<String> help) {
        List<CommandUsage> found =
                help.stream().map(CommandUsage::parse).flatMap(Optional::stream).toList();
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
