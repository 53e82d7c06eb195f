package dev.parley.client;

import dev.parley.client.session.ClientSession;
import dev.parley.client.session.RoomState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** What Tab offers. Safe from any thread if its source is. */
final class Completion {

    private final Supplier<Known> source;

    /**
     * The words there are.
     *
     * @param people names, who spoke last at the end
     * @param rooms without their {@code #}
     * @param commands with their slash
     */
    record Known(List<String> people, List<String> rooms, List<String> commands) {

        static final Known NOTHING = new Known(List.of(), List.of(), List.of());

        /** What one knows who looks at this room. */
        static Known of(ClientSession clientSession, String room) {
            List<String> others = clientSession.roomState(room).map(RoomState::people).orElse(List.of()).stream()
                    .filter(name -> !name.equals(clientSession.name()))
                    .toList();
            return new Known(
                    others,
                    clientSession.words().rooms(),
                    ClientCommands.with(clientSession.words().commands()));
        }
    }

    Completion(Supplier<Known> source) {
        this.source = source;
    }

    /** The words there are just now. */
    Known known() {
        return source.get();
    }

    /**
     * The words that may stand here, to be narrowed down by what is typed of them.
     *
     * @param words what is typed, up to and with the word to be completed
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
        if (first.length() > 1
                && (first.endsWith("join") || first.endsWith("leave"))
                && "/\\".indexOf(first.charAt(0)) >= 0) {
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
