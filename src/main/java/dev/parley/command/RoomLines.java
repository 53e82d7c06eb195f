package dev.parley.command;

import dev.parley.chat.room.RoomDirectory;
import dev.parley.chat.room.RoomPage;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.RoomSummary;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Formats lists of rooms for the replies to {@code /rooms}, for users and for the operator. Stateless. */
public final class RoomLines {

    private RoomLines() {}

    /**
     * Returns the rooms that a text finds; without a text those of a user, then the first others.
     *
     * @param own the rooms of the user
     * @param visible whether a private room is listed and found
     */
    public static CompletionStage<List<String>> of(
            RoomRegistry registry, Collection<RoomName> own, String text, Predicate<RoomName> visible) {
        return text.isEmpty()
                ? CompletableFuture.completedFuture(first(registry, own, visible))
                : registry.find(text, null, visible).thenApply(page -> found(page, own));
    }

    private static List<String> first(RoomRegistry registry, Collection<RoomName> own, Predicate<RoomName> visible) {
        List<String> lines = new ArrayList<>();
        own.stream()
                .sorted()
                .forEach(name -> registry.find(name).ifPresent(room -> lines.add(describe(room.summary(), true))));
        registry.privateRooms().names().stream()
                .filter(name -> !own.contains(name) && visible.test(name))
                .limit(RoomDirectory.PAGE)
                .forEach(name -> registry.find(name).ifPresent(room -> lines.add(describe(room.summary(), false))));
        List<RoomSummary> others = registry.directory().first(RoomDirectory.PAGE + own.size()).stream()
                .filter(room -> !own.contains(room.name()))
                .limit(RoomDirectory.PAGE)
                .toList();
        others.forEach(room -> lines.add(describe(room, false)));
        int listed = others.size()
                + (int) own.stream()
                        .filter(name -> !registry.privateRooms().contains(name))
                        .count();
        int more = registry.directory().size() - listed;
        if (more > 0) {
            lines.add("There " + rooms(more) + " more. To find them, type a part of the name: /rooms TEXT");
        }
        return lines;
    }

    private static String rooms(int count) {
        return count == 1 ? "is 1 room" : "are " + count + " rooms";
    }

    private static List<String> found(RoomPage page, Collection<RoomName> own) {
        if (page.rooms().isEmpty()) {
            return List.of("No room has a name with this text. /rooms lists the rooms with the most users.");
        }
        List<String> lines = new ArrayList<>();
        page.rooms().forEach(room -> lines.add(describe(room, own.contains(room.name()))));
        if (page.next() != null) {
            lines.add("There " + rooms(page.total() - page.rooms().size()) + " more. To find them, type a longer part"
                    + " of the name.");
        }
        return lines;
    }

    private static String describe(RoomSummary room, boolean here) {
        return (here ? "* " : "  ") + room.name() + " (" + room.people() + ")"
                + (room.topic().isEmpty() ? "" : ": " + room.topic()) + (room.isPrivate() ? " (private)" : "");
    }
}
