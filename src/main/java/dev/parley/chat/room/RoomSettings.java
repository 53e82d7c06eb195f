package dev.parley.chat.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that operators set for a room.
 *
 * @param locked whether only operators write
 * @param slow the least time between two messages of a user who is no operator; zero for no limit
 */
public record RoomSettings(boolean locked, Duration slow) {

    /** The settings of a new room. */
    public static final RoomSettings NONE = new RoomSettings(false, Duration.ZERO);

    /** Returns the same settings, locked or not. */
    public RoomSettings withLocked(boolean next) {
        return new RoomSettings(next, slow);
    }

    /** Returns the same settings with another slow mode. */
    public RoomSettings withSlow(Duration next) {
        return new RoomSettings(locked, next);
    }

    /** Returns a sentence about each setting that is not the one of a new room: {@code "The room is locked: …"}. */
    public String description() {
        List<String> sentences = new ArrayList<>();
        if (locked) {
            sentences.add("The room is locked: only operators can write.");
        }
        if (!slow.isZero()) {
            sentences.add("Slow mode: one message every " + seconds() + ".");
        }
        return String.join(" ", sentences);
    }

    /** Returns what an operator has changed, after the name: {@code "locked the room: only operators can write"}. */
    public String changeFrom(RoomSettings before) {
        List<String> changes = new ArrayList<>();
        if (locked != before.locked) {
            changes.add(locked ? "locked the room: only operators can write" : "unlocked the room");
        }
        if (!slow.equals(before.slow)) {
            changes.add(slow.isZero() ? "ended the slow mode" : "set the slow mode: one message every " + seconds());
        }
        return String.join(", and ", changes);
    }

    private String seconds() {
        return slow.toSeconds() == 1 ? "1 second" : slow.toSeconds() + " seconds";
    }
}
