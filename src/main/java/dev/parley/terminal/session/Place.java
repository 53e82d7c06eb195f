package dev.parley.terminal.session;

import dev.parley.stomp.Headers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session knows of a room it is in: how far it has heard, who is there. Confined to the session's thread. */
public final class Place {

    private static final int MOST_PEOPLE = 2_000;
    private static final int MOST_REFERENCES = 500;

    private final String room;
    private final Since since;
    private final Set<String> people = new LinkedHashSet<>();
    private final Set<String> sent = new LinkedHashSet<>();
    private final Deque<String> sentInOrder = new ArrayDeque<>();
    private @Nullable Position position;
    private long replayUntil;
    private boolean entering;

    /** What an event is, beside what it says. */
    enum Taking {
        /** It was heard before. */
        KNOWN,
        /** The room is entered: what waits for it may go. */
        ENTERED,
        /** It happened before one came. */
        REPLAYED,
        /** It happens, or happened while one was away. */
        NEWS
    }

    Place(String room, Since since) {
        this.room = room;
        this.since = since;
    }

    /** Its name. */
    public String room() {
        return room;
    }

    /** Who is known to be here, who spoke last at the end. */
    public List<String> people() {
        return List.copyOf(people);
    }

    /** Up to where it was heard, as {@code EPOCH:SEQ}; empty before anything was. */
    public String position() {
        return position == null ? "" : position.toString();
    }

    /** Says from where the room is to be heard. */
    void entering(Headers.Builder headers) {
        entering = true;
        if (position != null) {
            headers.add("after", position.toString());
        } else if (since.after().isPresent()) {
            headers.add("after", since.after().get().toString());
        } else if (since.nothing()) {
            headers.add("replay", "0");
        }
    }

    /** This session sent something under this reference. */
    void sent(String reference) {
        if (sent.add(reference)) {
            sentInOrder.add(reference);
            if (sentInOrder.size() > MOST_REFERENCES) {
                sent.remove(sentInOrder.remove());
            }
        }
    }

    /** Whether it did. */
    boolean isOwn(String reference) {
        return sent.contains(reference);
    }

    /** Takes an event. */
    Taking take(Fields event) {
        switch (event.text("type")) {
            case "welcome" -> {
                return welcome(event);
            }
            case "said" -> {
                return said(event);
            }
            case "joined" -> join(event.text("name"));
            case "left" -> people.remove(event.text("name"));
            case "renamed" -> {
                people.remove(event.text("from"));
                join(event.text("to"));
            }
            case "presence" -> {
                event.objects("joined").forEach(person -> join(person.text("name")));
                event.texts("left").forEach(people::remove);
            }
            default -> {}
        }
        return Taking.NEWS;
    }

    private Taking welcome(Fields event) {
        people.clear();
        event.object("people").objects("first").forEach(person -> join(person.text("name")));
        if (!entering) {
            // Only news of who is here.
            return Taking.KNOWN;
        }
        entering = false;
        boolean first = position == null && since.after().isEmpty();
        position = Position.parse(event.text("position")).orElse(null);
        replayUntil =
                first ? Position.parse(event.text("head")).map(Position::seq).orElse(0L) : 0;
        return Taking.ENTERED;
    }

    private Taking said(Fields event) {
        Position its = new Position(event.text("epoch"), event.number("seq"));
        Position last = position;
        if (last != null && last.epoch().equals(its.epoch()) && its.seq() <= last.seq()) {
            return Taking.KNOWN;
        }
        position = its;
        boolean replayed = its.seq() <= replayUntil;
        if (!replayed && people.remove(event.text("from"))) {
            people.add(event.text("from"));
        }
        return replayed ? Taking.REPLAYED : Taking.NEWS;
    }

    private void join(String name) {
        if (people.size() < MOST_PEOPLE) {
            people.add(name);
        }
    }
}
