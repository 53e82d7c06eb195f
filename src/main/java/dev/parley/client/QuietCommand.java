package dev.parley.client;

import dev.parley.client.RoomLevels.State;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Executes {@code /quiet [ROOM] [LEVEL]}: shows or sets which messages of a room count and ring the bell. */
final class QuietCommand {

    static final String USAGE = "Usage: /quiet [ROOM] [default|all|mentions|nothing|1h|tomorrow]";

    /** The form for completion, in which a level may also stand in the place of the room. */
    static final String FORM =
            "/quiet ROOM|default|all|mentions|nothing|1h|tomorrow default|all|mentions|nothing|1h|tomorrow";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEEE HH:mm", Locale.ENGLISH);

    private QuietCommand() {}

    /**
     * Executes the command.
     *
     * @param rest what follows it
     * @param here the current room
     * @param isJoined returns whether the user is in a room
     * @return the sentence for the user
     */
    static String run(String rest, String here, Predicate<String> isJoined, Notifications notifications) {
        List<String> words = new ArrayList<>(
                rest.isBlank() ? List.of() : List.of(rest.strip().split("\\s+", 0)));
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean sets = RoomLevels.isLevel(last);
        if (sets) {
            words.remove(words.size() - 1);
        }
        if (words.size() > 1) {
            return USAGE;
        }
        Optional<String> room = words.isEmpty()
                ? Optional.of(here)
                : RoomName.parse(CommandSyntax.roomArgument(words.get(0)))
                        .map(RoomName::text)
                        .filter(isJoined);
        if (room.isEmpty()) {
            return "You are not in a room called “" + words.get(0) + "”. " + USAGE;
        }
        if (sets) {
            notifications.setLevel(room.get(), last);
        }
        return sentence(room.get(), notifications);
    }

    private static String sentence(String room, Notifications notifications) {
        State state = notifications.levels().of(room);
        Instant until = state.until();
        if (until != null) {
            return room + ": no message counts or rings the bell until "
                    + MOMENT.format(notifications.levels().local(until)) + ".";
        }
        String off = notifications.bell() == Notifications.Bell.OFF ? " The bell is off: /bell mentions" : "";
        return room
                + switch (state.level()) {
                    case DEFAULT -> ": all messages count. /bell sets which ring the bell.";
                    case ALL -> ": all messages count and ring the bell." + off;
                    case MENTIONS -> ": only mentions count and ring the bell." + off;
                    case NOTHING -> ": no message counts or rings the bell.";
                };
    }
}
