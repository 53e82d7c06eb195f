package dev.parley.room;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.User;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everybody in a room, in the order they came, and what they are told of each other. Confined to the room's lane.
 */
final class Audience {

    private final Tail tail;
    private final int crowded;
    private final Clock clock;
    private final Runnable gatherLater;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Set<Cursor> listeners = new LinkedHashSet<>();
    private final Map<Waker, Integer> wakers = new HashMap<>(); // with how many cursors each is there for
    private final Crowd crowd = new Crowd();

    /**
     * Nobody yet.
     *
     * @param crowded above so many people joins and leaves are gathered
     * @param gatherLater sees to it that {@link #tellGathered} is called on the lane in a while
     */
    Audience(Tail tail, int crowded, Clock clock, Runnable gatherLater) {
        this.tail = tail;
        this.crowded = crowded;
        this.clock = clock;
        this.gatherLater = gatherLater;
    }

    /**
     * Somebody sits down. Told to the others unless the person sat here before, on the seat that is returned.
     */
    @Nullable
    Seat sit(Seat seat) {
        Seat before = seats.put(seat.user().id(), seat);
        count(seat.cursor());
        if (before == null) {
            tellJoined(seat.user());
        } else {
            discount(before.cursor());
        }
        return before;
    }

    /** Takes this very seat away and tells the others; false if its person has another one by now, or none. */
    boolean leave(Seat seat, String reason) {
        boolean sat = seats.remove(seat.user().id(), seat);
        if (sat) {
            discount(seat.cursor());
            tellLeft(seat.user().nickname().text(), reason);
        }
        return sat;
    }

    void add(Cursor listener) {
        if (listeners.add(listener)) {
            count(listener);
        }
    }

    void remove(Cursor listener) {
        if (listeners.remove(listener)) {
            discount(listener);
        }
    }

    private void count(Cursor cursor) {
        wakers.merge(cursor.waker(), 1, Integer::sum);
    }

    private void discount(Cursor cursor) {
        wakers.computeIfPresent(cursor.waker(), (waker, cursors) -> cursors > 1 ? cursors - 1 : null);
    }

    boolean has(User user) {
        return seats.containsKey(user.id());
    }

    int size() {
        return seats.size();
    }

    /** The first so many of those who are here. */
    List<Presence> first(int most) {
        Instant now = clock.instant();
        return seats.values().stream()
                .limit(most)
                .map(seat -> Presence.of(seat.user(), now))
                .toList();
    }

    void renamed(User user, String from) {
        if (has(user)) {
            tellGathered();
            tell(new RoomEvent.Renamed(from, user.nickname().text(), clock.instant()), null);
        }
    }

    void tell(RoomEvent event, @Nullable User by) {
        tail.add(event, by == null ? null : by.id());
    }

    /** Tells what was gathered, if anything. */
    void tellGathered() {
        if (!crowd.isEmpty()) {
            tell(crowd.told(seats.size(), clock.instant()), null);
        }
    }

    /** Wakes whoever reads in this room. */
    void wake(Room room) {
        wakers.keySet().forEach(waker -> waker.wake(room));
    }

    private void tellJoined(User user) {
        Instant now = clock.instant();
        if (seats.size() > crowded) {
            gather();
            crowd.joined(Presence.of(user, now));
        } else {
            tellGathered();
            tell(new RoomEvent.Joined(user.nickname().text(), user.clientInfo().via(), now), user);
        }
    }

    private void tellLeft(String who, String reason) {
        if (seats.size() > crowded) {
            gather();
            crowd.left(who);
        } else {
            tellGathered();
            tell(new RoomEvent.Left(who, reason, clock.instant()), null);
        }
    }

    private void gather() {
        if (crowd.isEmpty()) {
            gatherLater.run();
        }
    }
}
