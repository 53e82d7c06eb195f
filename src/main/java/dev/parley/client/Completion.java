package dev.parley.client;

import dev.parley.client.session.ClientSession;
import dev.parley.client.session.RoomState;
import dev.parley.text.CommandSyntax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Completes words. Thread-safe if its source is. */
final class Completion {

    private static final Set<String> ROOM_COMMANDS = Set.of("join", "leave");

    private final Supplier<Known> source;

    /**
     * The known words.
     *
     * @param people nicknames, the last sender at the end
     * @param rooms names without {@code #}
     * @param commands commands with their slash
     */
    record Known(List<String> people, List<String> rooms, List<String> commands) {

        static final Known EMPTY = new Known(List.of(), List.of(), List.of());

        /** Returns the words that are known in a room. */
        static Known of(ClientSession session, String room) {
            List<String> others = session.roomState(room).map(RoomState::people).orElse(List.of()).stream()
                    .filter(name -> !name.equals(session.name()))
                    .toList();
            return new Known(
                    others,
                    session.words().rooms(),
                    ClientCommands.with(session.words().commands()));
        }
    }

    Completion(Supplier<Known> source) {
        this.source = source;
    }

    /** Returns the current words. */
    Known known() {
        return source.get();
    }

    /**
     * Returns the candidates for a position.
     *
     * @param words the typed words, up to the one to complete
     */
    List<String> candidates(List<String> words) {
        Known known = known();
        String word = words.isEmpty() ? "" : words.get(words.size() - 1);
        List<String> people = new ArrayList<>(known.people());
        Collections.reverse(people);
        if (words.size() <= 1) {
            return word.startsWith("/") || word.startsWith("\\")
                    ? known.commands().stream()
                            .map(command -> word.charAt(0) + command.substring(1))
                            .toList()
                    : word.startsWith("#")
                            ? rooms(known)
                            : people.stream().map(name -> name + ":").toList();
        }
        String first = words.get(0);
        if (CommandSyntax.isCommand(first) && ROOM_COMMANDS.contains(CommandSyntax.commandName(first.substring(1)))) {
            return word.startsWith("#") ? rooms(known) : known.rooms();
        }
        List<String> all = new ArrayList<>(people);
        all.addAll(rooms(known));
        return all;
    }

    private static List<String> rooms(Known known) {
        return known.rooms().stream().map(room -> "#" + room).toList();
    }
}
