package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.ReceivedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which messages ring the bell, and counts the messages of other rooms since they were current. A quiet room does
 * neither. Confined to the event loop.
 */
final class Notifications {

    private final Set<String> quiet = new TreeSet<>();
    private final Map<String, Unread> unread = new LinkedHashMap<>();
    private Bell bell;

    /** The messages that ring the bell. */
    enum Bell {
        /** All messages of other users. */
        ON,
        /** Messages that mention the user, and direct messages. */
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

    Notifications(Bell bell) {
        this.bell = bell;
    }

    /** Returns which messages ring the bell. */
    Bell bell() {
        return bell;
    }

    void setBell(Bell bell) {
        this.bell = bell;
    }

    /** Makes a room quiet, or ends that; returns whether this is a change. */
    boolean setQuiet(String room, boolean isQuiet) {
        if (isQuiet) {
            unread.remove(room);
        }
        return isQuiet ? quiet.add(room) : quiet.remove(room);
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
        if (event.replayed() || !event.isFromOther(self) || quiet.contains(event.room())) {
            return false;
        }
        if (!(event.clientEvent() instanceof ClientEvent.Said said)) {
            return bell != Bell.OFF; // a direct message
        } else if (said.from().equals(self)) {
            return false;
        }
        boolean mention = said.mentions(self);
        if (!event.room().equals(here)) {
            unread.merge(
                    event.room(),
                    new Unread(event.room(), 1, mention),
                    (before, one) ->
                            new Unread(before.room(), before.count() + 1, before.mentioned() || one.mentioned()));
        }
        return bell == Bell.ON || (bell == Bell.MENTIONS && mention);
    }
}
