package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.User;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a room in the order in which they joined, and the events about them. A user is a member with one or
 * more sessions. Confined to the room's executor.
 */
final class RoomMembers {

    private final ReplayBuffer buffer;
    private final int batchThreshold;
    private final Clock clock;
    private final Runnable gatherLater;
    private final Map<String, List<Membership>> memberships = new LinkedHashMap<>(); // by user; none is empty
    private final Set<Cursor> listeners = new LinkedHashSet<>();
    private final Map<Waker, Integer> wakers = new HashMap<>(); // the number of cursors per waker
    private final PresenceBatch presenceBatch = new PresenceBatch();

    /**
     * Creates an empty room.
     *
     * @param batchThreshold the number of users above which joins and leaves are collected
     * @param gatherLater schedules {@link #publishPresenceBatch} on the room's executor
     */
    RoomMembers(ReplayBuffer buffer, int batchThreshold, Clock clock, Runnable gatherLater) {
        this.buffer = buffer;
        this.batchThreshold = batchThreshold;
        this.clock = clock;
        this.gatherLater = gatherLater;
    }

    /**
     * Adds a membership in place of the one that its session had, and publishes the join of a user who had none.
     *
     * @return whether it is the first membership of the user
     */
    boolean join(Membership membership) {
        List<Membership> own = memberships.computeIfAbsent(membership.user().id(), id -> new ArrayList<>(1));
        boolean first = own.isEmpty();
        own.stream().filter(membership::hasSubscriberOf).findFirst().ifPresent(before -> {
            own.remove(before);
            before.cursor().close();
            discount(before.cursor());
        });
        own.add(membership);
        count(membership.cursor());
        if (first) {
            publishJoin(membership.user());
        }
        return first;
    }

    /**
     * Removes a membership, and publishes the leave of a user who has no other one.
     *
     * @return whether it was the last membership of the user
     */
    boolean leave(Membership membership, String reason) {
        User user = membership.user();
        List<Membership> own = memberships.getOrDefault(user.id(), List.of());
        if (!own.contains(membership)) {
            return false;
        }
        own.remove(membership);
        discount(membership.cursor());
        if (!own.isEmpty()) {
            return false;
        }
        memberships.remove(user.id());
        publishLeave(user.nickname().text(), reason);
        return true;
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

    boolean contains(User user) {
        return memberships.containsKey(user.id());
    }

    int size() {
        return memberships.size();
    }

    /** Returns the first members. */
    List<Presence> first(int most) {
        Instant now = clock.instant();
        return memberships.values().stream()
                .limit(most)
                .map(own -> Presence.of(own.get(0).user(), now))
                .toList();
    }

    void renamed(User user, String from) {
        if (contains(user)) {
            publishPresenceBatch();
            publish(new RoomEvent.Renamed(from, user.nickname().text(), clock.instant()), null);
        }
    }

    void publish(RoomEvent event, @Nullable String by) {
        buffer.add(event, by);
    }

    /** Publishes the collected joins and leaves, if any. */
    void publishPresenceBatch() {
        if (!presenceBatch.isEmpty()) {
            publish(presenceBatch.toEvent(memberships.size(), clock.instant()), null);
        }
    }

    /** Wakes all readers of this room. */
    void wake(Room room) {
        wakers.keySet().forEach(waker -> waker.wake(room));
    }

    private void publishJoin(User user) {
        Instant now = clock.instant();
        if (memberships.size() > batchThreshold) {
            gather();
            presenceBatch.joined(Presence.of(user, now));
        } else {
            publishPresenceBatch();
            publish(
                    new RoomEvent.Joined(
                            user.nickname().text(), user.clientInfo().via(), now),
                    user.id());
        }
    }

    private void publishLeave(String name, String reason) {
        if (memberships.size() > batchThreshold) {
            gather();
            presenceBatch.left(name);
        } else {
            publishPresenceBatch();
            publish(new RoomEvent.Left(name, reason, clock.instant()), null);
        }
    }

    private void gather() {
        if (presenceBatch.isEmpty()) {
            gatherLater.run();
        }
    }
}
