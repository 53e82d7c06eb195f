package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the rooms that are not private, and finds rooms by a part of the name. Each call looks at all rooms; a directory has no state. Thread-safe.
 */
public final class RoomDirectory {

    /** The number of rooms that clients receive without a search, and of a page of a search. */
    public static final int PAGE = 100;

    private static final Comparator<Ranked> RANK = Comparator.comparingInt((Ranked room) -> room.summary.people())
            .thenComparingLong(room -> room.activeHour)
            .reversed()
            .thenComparing(room -> room.summary.name());

    private static final int LONGEST_NAME = 32;

    private final Supplier<Collection<Room>> rooms;
    private final PrivateRooms privateRooms;

    /** Creates a directory of the rooms that {@code rooms} returns. */
    RoomDirectory(Supplier<Collection<Room>> rooms, PrivateRooms privateRooms) {
        this.rooms = rooms;
        this.privateRooms = privateRooms;
    }

    private record Ranked(RoomSummary summary, long activeHour) {}

    /** Returns the number of rooms that are not private. */
    public int size() {
        return (int) rooms.get().stream()
                .filter(room -> !privateRooms.contains(room.name()))
                .count();
    }

    /**
     * Returns the first rooms: those with the most users; of these, those with the latest hour of a message; of these, by
     * name. The hour, not the minute, so that rooms with equally many users do not change places with each message.
     */
    public List<RoomSummary> first(int most) {
        PriorityQueue<Ranked> first = new PriorityQueue<>(RANK.reversed());
        for (Room room : rooms.get()) {
            if (privateRooms.contains(room.name())) {
                continue;
            }
            Ranked ranked = new Ranked(room.summary(), room.history().activeHour());
            if (first.size() < most) {
                first.add(ranked);
            } else if (RANK.compare(ranked, first.peek()) < 0) {
                first.poll();
                first.add(ranked);
            }
        }
        return first.stream().sorted(RANK).map(Ranked::summary).toList();
    }

    /**
     * Finds rooms whose name contains a text, ignoring case, white space around it and a {@code #} before it. Those that
     * begin with the text come first, then the others, each by name, so that a page continues after its last room also if
     * rooms have changed meanwhile. An empty text finds all rooms.
     *
     * @param after the room before the first one to return; null for the beginning
     * @param most the most rooms of a page
     * @param visible whether a private room is found
     */
    RoomPage find(String text, @Nullable RoomName after, int most, Predicate<RoomName> visible) {
        String part = normalize(text);
        if (!isPartOfName(part)) {
            return new RoomPage(List.of(), 0, null);
        }
        Comparator<RoomName> order = Comparator.comparing(
                        (RoomName room) -> !room.text().startsWith(part))
                .thenComparing(Comparator.naturalOrder());
        Comparator<Room> byName = Comparator.comparing(Room::name, order);
        PriorityQueue<Room> found = new PriorityQueue<>(byName.reversed());
        int total = 0;
        boolean more = false;
        for (Room room : rooms.get()) {
            RoomName name = room.name();
            if (name.text().contains(part) && (!privateRooms.contains(name) || visible.test(name))) {
                total++;
                if (after == null || order.compare(name, after) > 0) {
                    found.add(room);
                    more |= found.size() > most;
                    if (found.size() > most) {
                        found.poll();
                    }
                }
            }
        }
        List<RoomSummary> page =
                found.stream().sorted(byName).map(Room::summary).toList();
        return new RoomPage(page, total, more ? page.get(page.size() - 1).name() : null);
    }

    /** Returns a typed text as it stands in names. */
    static String normalize(String text) {
        String bare = text.strip().toLowerCase(Locale.ROOT);
        return bare.startsWith("#") ? bare.substring(1) : bare;
    }

    /** Returns whether a name can contain a text. */
    static boolean isPartOfName(String text) {
        return text.isEmpty()
                || (text.length() <= LONGEST_NAME && RoomName.parse(text).isPresent());
    }
}
