package dev.parley.client.session;

import java.util.List;
import java.util.regex.Pattern;

/** Words that a server told of and that somebody may want to type. Confined to the session's thread. */
public final class CompletionWords {

    private static final Pattern HELP = Pattern.compile("(/[a-z]+)\\b.*");

    /** What there is in any case, for as long as the server has not said. */
    private List<String> commands =
            List.of("/help", "/who", "/rooms", "/join", "/leave", "/me", "/msg", "/nick", "/last", "/quit");

    private List<String> rooms = List.of();

    /** Its commands, with their slash. */
    public List<String> commands() {
        return commands;
    }

    /** Its rooms. */
    public List<String> rooms() {
        return rooms;
    }

    /** The answer to {@code /help}: a command begins each line. */
    void commands(List<String> help) {
        List<String> told = help.stream()
                .map(HELP::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .toList();
        if (!told.isEmpty()) {
            commands = told;
        }
    }

    void rooms(JsonObject list) {
        rooms = list.objects("items").stream().map(room -> room.text("name")).toList();
    }
}
