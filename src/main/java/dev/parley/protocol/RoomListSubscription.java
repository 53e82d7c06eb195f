package dev.parley.protocol;

import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomDirectory;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of the list of rooms that a session has received. Holds no frames: a session that cannot keep up has missed views,
 * and receives a snapshot when it can receive again. Thread-safe.
 */
final class RoomListSubscription {

    private final StompSession session;
    private final boolean wantsChanges;
    private long sentVersion = -1; // guarded by this
    private Map<RoomName, RoomSummary> sentOwn = Map.of(); // guarded by this

    /**
     * Creates the subscription of a session that has received nothing.
     *
     * @param wantsChanges whether the client knows changes; otherwise it receives a whole list after each change
     */
    RoomListSubscription(StompSession session, boolean wantsChanges) {
        this.session = session;
        this.wantsChanges = wantsChanges;
    }

    /** Returns whether the session lacks something of a view, or of its own rooms. */
    synchronized boolean isBehind(RoomView view) {
        return sentVersion != view.version() || !own(view).equals(sentOwn);
    }

    /** Returns the frames that the session lacks, which count as sent. */
    synchronized List<byte[]> next(RoomView view, ServerFrames encoder, String id) {
        Map<RoomName, RoomSummary> own = own(view);
        List<byte[]> frames = new ArrayList<>();
        if (!wantsChanges) {
            if (sentVersion != view.version() || !own.equals(sentOwn)) {
                frames.add(view.list(encoder, id, own.values()));
            }
        } else {
            boolean isSnapshot = sentVersion < 0 || view.version() - sentVersion > 1;
            if (isSnapshot) {
                frames.add(view.snapshot(encoder, id));
            } else if (sentVersion != view.version()) {
                frames.add(view.changes(encoder, id));
            }
            Map<RoomName, RoomSummary> known = isSnapshot ? Map.of() : sentOwn;
            List<RoomSummary> changed = own.values().stream()
                    .filter(room -> !room.equals(known.get(room.name())))
                    .toList();
            List<RoomName> left = known.keySet().stream()
                    .filter(room -> !own.containsKey(room) && !view.contains(room))
                    .toList();
            if (!changed.isEmpty() || !left.isEmpty()) {
                frames.add(view.changes(encoder, id, changed, left));
            }
        }
        sentVersion = view.version();
        sentOwn = own;
        return frames;
    }

    /**
     * Returns the rooms that the session receives beside the first: its own ones, private ones that it may enter, and one that follows the first for each of
     * its own among them, so that the session receives 100 rooms of others.
     */
    private Map<RoomName, RoomSummary> own(RoomView view) {
        Map<RoomName, RoomSummary> own = new LinkedHashMap<>();
        int amongFirst = 0;
        Session loggedIn = session.loggedIn();
        List<RoomName> joined = loggedIn.rooms();
        Set<RoomName> always = new LinkedHashSet<>(joined);
        always.addAll(loggedIn.chatServer()
                .roomAccess()
                .privateRoomsOf(loggedIn.user().id(), RoomDirectory.PAGE));
        for (RoomName name : always) {
            if (view.contains(name)) {
                amongFirst++;
            } else {
                RoomSummary summary = summary(name);
                if (summary != null) {
                    own.put(name, summary);
                }
            }
        }
        view.following().stream()
                .filter(room -> !joined.contains(room.name()))
                .limit(amongFirst)
                .forEach(room -> own.put(room.name(), room));
        return own;
    }

    private @Nullable RoomSummary summary(RoomName name) {
        return session.loggedIn()
                .chatServer()
                .roomRegistry()
                .find(name)
                .map(Room::summary)
                .orElse(null);
    }
}
