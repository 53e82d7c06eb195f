package dev.parley.client;

import dev.parley.client.session.ClientSession;
import dev.parley.client.session.CommandUsage;
import dev.parley.client.session.RoomState;
import dev.parley.text.CommandSyntax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Completes words to what may stand in their place. Thread-safe if its source is. */
final class Completion {

    private final Supplier<Known> source;

    /**
     * The known words.
     *
     * @param people nicknames in the current room, the last sender at the end
     * @param everyone nicknames in all joined rooms
     * @param rooms names without {@code #}
     * @param commands the forms of the commands
     */
    record Known(List<String> people, List<String> everyone, List<String> rooms, List<CommandUsage> commands) {

        static final Known EMPTY = new Known(List.of(), List.of(), List.of(), List.of());

        /** Returns the words that are known in a room. */
        static Known of(ClientSession session, String room) {
            List<String> here = session.roomState(room).map(RoomState::people).orElse(List.of());
            List<String> elsewhere = session.roomStates().stream()
                    .flatMap(joined -> joined.people().stream())
                    .toList();
            return new Known(
                    others(session, here.stream()),
                    others(session, Stream.concat(elsewhere.stream(), here.stream())),
                    session.words().rooms(),
                    ClientCommands.with(session.words().commands()));
        }
    }

    private static List<String> others(ClientSession session, Stream<String> names) {
        return names.filter(name -> !name.equals(session.name())).toList();
    }

    Completion(Supplier<Known> source) {
        this.source = source;
    }

    /** Returns the current words. */
    Known known() {
        return source.get();
    }

    /**
     * Returns the words that begin with a typed one and may stand in its place, ignoring case.
     *
     * @param words the typed words, up to the one to complete
     */
    List<String> candidates(List<String> words) {
        String word = words.isEmpty() ? "" : words.get(words.size() - 1);
        String beginning = word.toLowerCase(Locale.ROOT);
        return possible(known(), words, word)
                .filter(possible -> possible.toLowerCase(Locale.ROOT).startsWith(beginning))
                .distinct()
                .toList();
    }

    private static Stream<String> possible(Known known, List<String> words, String word) {
        if (words.size() <= 1) {
            return CommandSyntax.isCommand(word)
                    ? commands(known).map(command -> word.charAt(0) + command)
                    : isMarked(word)
                            ? text(known, word)
                            : lastFirst(known.people()).map(name -> name + ":");
        }
        String first = words.get(0);
        if (!CommandSyntax.isCommand(first)) {
            return text(known, word);
        }
        String name = "/" + CommandSyntax.commandName(first.substring(1));
        return known.commands().stream()
                .filter(usage -> usage.name().equals(name))
                .flatMap(usage -> usage.choices(words.size() - 2).stream())
                .flatMap(choice -> argument(known, choice, name, word));
    }

    private static Stream<String> argument(Known known, String choice, String command, String word) {
        if (CommandUsage.isText(choice)) {
            return text(known, word);
        }
        return switch (choice) {
            // A new nickname is none of those in use.
            case "NAME" -> command.equals("/nick") ? Stream.of() : marked(word, known.everyone());
            case "ROOM" -> word.startsWith("#") ? text(known, word) : known.rooms().stream();
            case "#ROOM" -> text(known, "#");
            case "COMMAND" -> commands(known).map(name -> CommandSyntax.isCommand(word) ? word.charAt(0) + name : name);
            // Words in lower case are typed as they are.
            default -> choice.equals(choice.toLowerCase(Locale.ROOT)) ? Stream.of(choice) : Stream.of();
        };
    }

    /** Returns what a text may contain, by the sign at the beginning of the word: rooms, mentions, or nicknames. */
    private static Stream<String> text(Known known, String word) {
        if (word.startsWith("#")) {
            return known.rooms().stream().map(room -> "#" + room);
        }
        return marked(word, known.people());
    }

    private static boolean isMarked(String word) {
        return word.startsWith("#") || word.startsWith("@");
    }

    /** Returns nicknames, with the sign of a mention if the word begins with it. */
    private static Stream<String> marked(String word, List<String> names) {
        return word.startsWith("@") ? lastFirst(names).map(name -> "@" + name) : lastFirst(names);
    }

    private static Stream<String> lastFirst(List<String> names) {
        List<String> reversed = new ArrayList<>(names);
        Collections.reverse(reversed);
        return reversed.stream();
    }

    private static Stream<String> commands(Known known) {
        return known.commands().stream().map(usage -> usage.name().substring(1));
    }
}
