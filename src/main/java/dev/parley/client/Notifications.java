package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.ReceivedEvent;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which messages ring the bell, and counts the messages of other rooms since they were current, both by the level of the
 * room. Confined to the event loop.
 */
final class Notifications {

    private final RoomLevels levels;
    private final Map<String, Unread> unread = new LinkedHashMap<>();
    private Bell bell;

    /** The messages that ring the bell. */
    enum Bell {
        /** All messages of other users that count. */
        ON,
        /** Messages that alert the user by the level of their room, such as mentions, and direct messages. */
        MENTIONS,
        /** No message. */
        OFF;

        /** Parses {@code on}, {@code mentions} or {@code off}, in any case; empty for anything else. */
        static Optional<Bell> parse(String word) {
            for (Bell bell : values()) {
                if (bell.name().equalsIgnoreCase(word)) {
                    return Optional.of(bell);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The unread messages of a room.
     *
     * @param mentioned whether one of them mentions the user
     */
    record Unread(String room, int count, boolean mentioned) {}

    /** Creates notifications with the usual level for all rooms, and the clock of the system. */
    Notifications(Bell bell) {
        this(bell, new RoomLevels(Clock.system(ZoneId.systemDefault())));
    }

    Notifications(Bell bell, RoomLevels levels) {
        this.bell = bell;
        this.levels = levels;
    }

    /** Returns the levels of the rooms. */
    RoomLevels levels() {
        return levels;
    }

    /** Returns which messages ring the bell. */
    Bell bell() {
        return bell;
    }

    void setBell(Bell bell) {
        this.bell = bell;
    }

    /** Sets the level of a room, see {@link RoomLevels#set}. The messages of a quiet one do not count any more. */
    void setLevel(String room, String word) {
        levels.set(room, word);
        if (levels.of(room).isQuiet()) {
            unread.remove(room);
        }
    }

    /** Forgets the unread messages of a room that has become the current one, or that was left. */
    void clear(String room) {
        unread.remove(room);
    }

    /** Forgets all unread messages, for another server. */
    void clear() {
        unread.clear();
    }

    /** Returns the rooms with unread messages: those with a mention first, else the earliest first. */
    List<Unread> unread() {
        List<Unread> rooms = new ArrayList<>(unread.values());
        rooms.sort((one, other) -> Boolean.compare(other.mentioned(), one.mentioned()));
        return rooms;
    }

    /**
     * Notes a printed event; returns whether it rings the bell.
     *
     * @param here the current room
     * @param self the nickname of the user
     */
    boolean note(ReceivedEvent event, String here, String self) {
        if (event.replayed() || !event.isFromOther(self)) {
            return false;
        }
        if (!(event.clientEvent() instanceof ClientEvent.Said said)) {
            return bell != Bell.OFF; // a direct message
        } else if (said.from().equals(self)) {
            return false;
        }
        boolean mention = said.mentions(self);
        RoomLevels.Effect effect = levels.effectOf(event.room(), mention);
        if (effect != RoomLevels.Effect.NONE && !event.room().equals(here)) {
            unread.merge(
                    event.room(),
                    new Unread(event.room(), 1, mention),
                    (before, one) ->
                            new Unread(before.room(), before.count() + 1, before.mentioned() || one.mentioned()));
        }
        return switch (effect) {
            case ALERT -> bell != Bell.OFF;
            case COUNT -> bell == Bell.ON;
            case NONE -> false;
        };
    }
}
