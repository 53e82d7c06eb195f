package dev.parley.client.session;

import java.util.List;
import java.util.regex.Pattern;

/** Words of the server for completion. Confined to the event loop. */
public final class CompletionWords {

    private static final Pattern HELP = Pattern.compile("(/[a-z]+)\\b.*");

    /** The commands of every server, used until the server sends its own. */
    private List<String> commands =
            List.of("/help", "/who", "/rooms", "/join", "/leave", "/me", "/msg", "/nick", "/last", "/quit");

    private List<String> rooms = List.of();

    /** Returns the commands, with their slash. */
    public List<String> commands() {
        return commands;
    }

    /** Returns the rooms. */
    public List<String> rooms() {
        return rooms;
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

    void rooms(JsonObject list) {
        rooms = list.objects("items").stream().map(room -> room.text("name")).toList();
    }
}
