package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members of a room, and the events about them. A user is a member with one or more sessions, on one or more nodes:
 * the first session publishes the join, the last one the leave. The members of this node come first, in the order in
 * which they joined. Confined to the room's executor, except for {@link #remoteOnly}.
 */
final class RoomMembers {

    private final ReplayBuffer buffer;
    private final int batchThreshold;
    private final Clock clock;
    private final Runnable gatherLater;
    private final Consumer<PresenceRegistry.Change> presenceWriter;
    private final Map<String, List<Membership>> memberships = new LinkedHashMap<>(); // by user; none is empty
    private final Set<Cursor> listeners = new LinkedHashSet<>();
    private final Map<Waker, Integer> wakers = new HashMap<>(); // the number of cursors per waker
    private final PresenceBatch presenceBatch = new PresenceBatch();
    private Map<String, PresenceRegistry.Member> remote = Map.of(); // the members of other nodes, by user
    private volatile int remoteOnly;

    /**
     * Creates an empty room.
     *
     * @param batchThreshold the number of users above which joins and leaves are collected
     * @param gatherLater schedules {@link #publishPresenceBatch} on the room's executor
     * @param presenceWriter receives the changes of the members of this node, for the other nodes
     */
    RoomMembers(
            ReplayBuffer buffer,
            int batchThreshold,
            Clock clock,
            Runnable gatherLater,
            Consumer<PresenceRegistry.Change> presenceWriter) {
        this.buffer = buffer;
        this.batchThreshold = batchThreshold;
        this.clock = clock;
        this.gatherLater = gatherLater;
        this.presenceWriter = presenceWriter;
    }

    /**
     * Adds a membership in place of the one that its session had, and publishes the join of a user who had none.
     *
     * @return whether it is the first membership of the user on this node
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
            User user = membership.user();
            changed(user, true);
            if (!remote.containsKey(user.id())) {
                publishJoin(Presence.of(user, clock.instant()));
            }
        }
        return first;
    }

    /**
     * Removes a membership, and publishes the leave of a user who has no other one.
     *
     * @return whether it was the last membership of the user on this node
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
        changed(user, false);
        if (!remote.containsKey(user.id())) {
            publishLeave(user.id(), user.nickname().text(), reason);
        }
        return true;
    }

    private void changed(User user, boolean present) {
        countRemoteOnly();
        presenceWriter.accept(new PresenceRegistry.Change(
                new PresenceRegistry.Member(
                        user.id(), user.nickname().text(), user.clientInfo().via(), user.absence()),
                present));
    }

    /** Takes over the members of the other nodes, and publishes what changed for users without a session on this one. */
    void setRemote(Collection<PresenceRegistry.Member> members) {
        Map<String, PresenceRegistry.Member> before = remote;
        Map<String, PresenceRegistry.Member> now = new LinkedHashMap<>();
        members.forEach(member -> now.putIfAbsent(member.userId(), member));
        remote = now;
        countRemoteOnly();
        before.values().stream()
                .filter(member -> !now.containsKey(member.userId()) && !memberships.containsKey(member.userId()))
                .forEach(member -> publishLeave(member.userId(), member.name(), ""));
        now.values().stream()
                .filter(member -> !memberships.containsKey(member.userId()))
                .forEach(member -> publishRemote(before.get(member.userId()), member));
    }

    private void publishRemote(PresenceRegistry.@Nullable Member before, PresenceRegistry.Member member) {
        if (before == null) {
            publishJoin(presence(member));
        } else if (!before.name().equals(member.name())) {
            publishRenamed(member.userId(), before.name(), member.name());
        }
        if (before != null && !before.absence().equals(member.absence())) {
            publishAway(member.userId(), member.name(), member.absence());
        }
    }

    private void countRemoteOnly() {
        remoteOnly = (int) remote.keySet().stream()
                .filter(userId -> !memberships.containsKey(userId))
                .count();
    }

    /** Returns the number of users that are members on other nodes only. Thread-safe. */
    int remoteOnly() {
        return remoteOnly;
    }

    private static Presence presence(PresenceRegistry.Member member) {
        return new Presence(member.userId(), member.name(), member.via(), Duration.ZERO, member.absence());
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
        return memberships.size() + remoteOnly;
    }

    /** Returns the first members. */
    List<Presence> first(int most) {
        Instant now = clock.instant();
        return Stream.concat(
                        memberships.values().stream()
                                .map(own -> Presence.of(own.get(0).user(), now)),
                        remote.values().stream()
                                .filter(member -> !memberships.containsKey(member.userId()))
                                .map(RoomMembers::presence))
                .limit(most)
                .toList();
    }

    void renamed(User user, String from) {
        if (contains(user)) {
            changed(user, true);
            publishRenamed(user.id(), from, user.nickname().text());
        }
    }

    private void publishRenamed(String userId, String from, String name) {
        publishPresenceBatch();
        publish(new RoomEvent.Renamed(userId, from, name, clock.instant()), null);
    }

    void absenceChanged(User user) {
        if (contains(user)) {
            changed(user, true);
            publishAway(user.id(), user.nickname().text(), user.absence());
        }
    }

    private void publishAway(String userId, String name, String text) {
        publishPresenceBatch();
        publish(new RoomEvent.Away(userId, name, text, clock.instant()), null);
    }

    void publish(RoomEvent event, @Nullable String by) {
        buffer.add(event, by);
    }

    /** Publishes the collected joins and leaves, if any. */
    void publishPresenceBatch() {
        if (!presenceBatch.isEmpty()) {
            publish(presenceBatch.toEvent(size(), clock.instant()), null);
        }
    }

    /** Wakes all readers of this room. */
    void wake(Room room) {
        wakers.keySet().forEach(waker -> waker.wake(room));
    }

    private void publishJoin(Presence user) {
        if (size() > batchThreshold) {
            gather();
            presenceBatch.joined(user);
        } else {
            publishPresenceBatch();
            publish(
                    new RoomEvent.Joined(user.userId(), user.name(), user.via(), user.absence(), clock.instant()),
                    user.userId());
        }
    }

    private void publishLeave(String userId, String name, String reason) {
        if (size() > batchThreshold) {
            gather();
            presenceBatch.left(name);
        } else {
            publishPresenceBatch();
            publish(new RoomEvent.Left(userId, name, reason, clock.instant()), null);
        }
    }

    private void gather() {
        if (presenceBatch.isEmpty()) {
            gatherLater.run();
        }
    }
}
