package dev.parley.client.session;

import dev.parley.protocol.api.ChatHeaders;
import dev.parley.protocol.api.EventTypes;
import dev.parley.stomp.Headers;
import dev.parley.text.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a joined room: position and users. Confined to the event loop. */
public final class RoomState {

    private static final int MAX_PEOPLE = 2_000;
    private static final int MAX_REFERENCES = 500;

    private final String room;
    private final SubscribeFrom subscribeFrom;
    private final Set<String> people = new LinkedHashSet<>();
    private long count;
    private final Set<String> sent = new LinkedHashSet<>();
    private final Deque<String> sentInOrder = new ArrayDeque<>();
    private @Nullable Position position;
    private long replayUntil;
    private boolean joining;

    /** The effect of an event. */
    enum Update {
        /** The event was received before. */
        DUPLICATE,
        /** The join is complete: pending messages can be sent. */
        JOINED,
        /** The event is older than the join. */
        REPLAYED,
        /** The event is new, or was missed while offline. */
        NEW
    }

    RoomState(String room, SubscribeFrom subscribeFrom) {
        this.room = room;
        this.subscribeFrom = subscribeFrom;
    }

    /** Returns the name. */
    public String room() {
        return room;
    }

    /** Returns the known users, the last sender at the end. */
    public List<String> people() {
        return List.copyOf(people);
    }

    /** Returns the number of users, of whom {@link #people} has those that are known; 0 before the join is complete. */
    public long count() {
        return count;
    }

    /** Returns the last received position as {@code EPOCH:SEQ}; empty if there is none. */
    public String position() {
        return position == null ? "" : position.toString();
    }

    /** Adds the headers for the start of the replay, and the key, to a SUBSCRIBE. */
    void addReplayHeaders(Headers.Builder headers) {
        joining = true;
        if (subscribeFrom.key() != null) {
            headers.add(ChatHeaders.KEY, subscribeFrom.key());
        }
        if (position != null) {
            headers.add(ChatHeaders.AFTER, position.toString());
        } else if (subscribeFrom.after().isPresent()) {
            headers.add(ChatHeaders.AFTER, subscribeFrom.after().get().toString());
        } else if (subscribeFrom.nothing()) {
            headers.add(ChatHeaders.REPLAY, "0");
        }
    }

    /** Records a reference of this session. */
    void sent(String reference) {
        if (sent.add(reference)) {
            sentInOrder.add(reference);
            if (sentInOrder.size() > MAX_REFERENCES) {
                sent.remove(sentInOrder.remove());
            }
        }
    }

    /** Returns whether a reference is one of this session. */
    boolean isOwn(String reference) {
        return sent.contains(reference);
    }

    /** Applies an event. */
    Update apply(JsonObject event) {
        switch (event.text("type")) {
            case EventTypes.WELCOME -> {
                return welcome(event);
            }
            case EventTypes.SAID, EventTypes.EDITED, EventTypes.DELETED, EventTypes.REACTED -> {
                return logged(event);
            }
            case EventTypes.JOINED -> join(event.text("name"));
            case EventTypes.LEFT -> leave(event.text("name"));
            case EventTypes.RENAMED -> {
                leave(event.text("from"));
                join(event.text("to"));
            }
            case EventTypes.PRESENCE -> {
                event.objects("joined").forEach(person -> join(person.text("name")));
                event.texts("left").forEach(this::leave);
                count = event.number("people");
            }
            default -> {}
        }
        return Update.NEW;
    }

    private Update welcome(JsonObject event) {
        people.clear();
        event.object("people").objects("first").forEach(person -> join(person.text("name")));
        count = event.object("people").number("count");
        if (!joining) {
            // Only presence has changed.
            return Update.DUPLICATE;
        }
        joining = false;
        boolean isFirstJoin = position == null && subscribeFrom.after().isEmpty();
        position = Position.parseWithAnyEpoch(event.text("position")).orElse(null);
        replayUntil = isFirstJoin
                ? Position.parseWithAnyEpoch(event.text("head"))
                        .map(Position::seq)
                        .orElse(0L)
                : 0;
        return Update.JOINED;
    }

    private Update logged(JsonObject event) {
        Position current = new Position(event.text("epoch"), Math.max(0, event.number("seq")));
        Position last = position;
        if (last != null && !current.isAfter(last)) {
            return Update.DUPLICATE;
        }
        position = current;
        boolean replayed = current.seq() <= replayUntil;
        if (!replayed && people.remove(event.text("from"))) {
            people.add(event.text("from"));
        }
        return replayed ? Update.REPLAYED : Update.NEW;
    }

    private void join(String name) {
        if (people.contains(name)) {
            return;
        }
        count++;
        if (people.size() < MAX_PEOPLE) {
            people.add(name);
        }
    }

    private void leave(String name) {
        // In a large room the client does not know all users.
        if (people.remove(name) || count > people.size()) {
            count--;
        }
    }
}
