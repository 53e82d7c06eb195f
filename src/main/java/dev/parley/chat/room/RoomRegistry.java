package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms: the lobby always, any other from the first join until it has no users and no messages. Thread-safe;
 * nothing blocks, except {@link #cleanUp}.
 */
public final class RoomRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(RoomRegistry.class);

    private final ServerLimits rules;
    private final RoomResources resources;
    private final ChatEvents events;
    private final ChatMetrics metrics;
    private final StorageHealth storage;
    private final ConcurrentMap<RoomName, Room> rooms = new ConcurrentHashMap<>();
    private final ConcurrentMap<RoomName, Room> deleting =
            new ConcurrentHashMap<>(); // rooms whose row is being deleted

    public RoomRegistry(ServerLimits rules, RoomResources resources, ChatEvents events, ChatMetrics metrics) {
        this.rules = rules;
        this.resources = resources;
        this.events = events;
        this.metrics = metrics;
        this.storage = new StorageHealth(resources, events);
        resources.messageHistory().rooms().forEach(storedRoom -> {
            if (storedRoom.blank() && !storedRoom.room().equals(RoomName.LOBBY)) {
                resources.messageHistory().deleteRoom(storedRoom.room());
            } else {
                rooms.put(storedRoom.room(), room(storedRoom.room(), storedRoom.topic()));
            }
        });
        rooms.computeIfAbsent(RoomName.LOBBY, name -> room(name, ""));
    }

    /** Finds a room. */
    public Optional<Room> find(RoomName name) {
        return Optional.ofNullable(rooms.get(name));
    }

    /** Returns all rooms, by name. */
    public List<Room> all() {
        return rooms.values().stream().sorted(Comparator.comparing(Room::name)).toList();
    }

    /** Returns the list of rooms, by name. */
    public List<RoomSummary> summaries() {
        return all().stream().map(Room::summary).toList();
    }

    /** Returns the health of the storage. */
    public StorageHealth storageHealth() {
        return storage;
    }

    /** Returns a room, which is created if it does not exist; empty if the limit of rooms is reached. */
    public Optional<Room> open(RoomName name) {
        return open(name, room -> {});
    }

    /** Joins a room, which is created if it does not exist. */
    public CompletionStage<JoinResult> join(RoomName name, User user, Subscriber subscriber, ReplayFrom replayFrom) {
        return open(name, Room::reserve)
                .map(room -> room.join(user, subscriber, replayFrom))
                .orElseGet(() -> CompletableFuture.completedFuture(Refusal.roomsFull(rules.rooms())));
    }

    private Optional<Room> open(RoomName name, Consumer<Room> before) {
        AtomicReference<Room> made = new AtomicReference<>();
        Room room = rooms.compute(name, (key, known) -> {
            Room here = known;
            if (here == null && rooms.size() < rules.rooms()) {
                Room unused = deleting.get(key);
                here = unused == null ? room(key, "") : unused;
                made.set(here);
            }
            if (here != null) {
                before.accept(here);
            }
            return here;
        });
        Room opened = made.get();
        if (opened != null) {
            events.publish(listener -> listener.onRoomOpened(opened));
        }
        return Optional.ofNullable(room);
    }

    /** Publishes a message in every room. */
    public CompletionStage<List<RequestResult>> publish(MessageDraft draft) {
        return each(all().stream().map(room -> room.publish(draft)).toList());
    }

    /** Publishes a message in one room. */
    public CompletionStage<RequestResult> publish(RoomName name, MessageDraft draft) {
        return find(name)
                .map(room -> room.publish(draft))
                .orElseGet(() -> CompletableFuture.completedFuture(Refusal.noSuchRoom(name.text())));
    }

    /** Closes every room; completes when all accepted messages are acknowledged. */
    public CompletionStage<?> close(String reason, Duration retryAfter) {
        return each(all().stream().map(room -> room.close(reason, retryAfter)).toList());
    }

    private static <T> CompletionStage<List<T>> each(List<? extends CompletionStage<? extends T>> stages) {
        CompletableFuture<?>[] all =
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .thenApply(done -> stages.stream()
                        .<T>map(stage -> stage.toCompletableFuture().join())
                        .toList());
    }

    /** Deletes expired messages, and rooms without users and messages. May block. */
    public void cleanUp() {
        try {
            resources.messageHistory().prune(resources.clock().instant());
            rooms.values().forEach(Room::cleanUp);
            resources.messageHistory().rooms().stream()
                    .filter(MessageHistory.StoredRoom::blank)
                    .map(MessageHistory.StoredRoom::room)
                    .forEach(this::delete);
        } catch (StorageException e) {
            LOG.warn("Old messages were not cleared away; it is tried again in an hour.", e);
        }
    }

    /**
     * Deletes a stored room that is not open. The room's own executor deletes it, so that a join that opens the room
     * meanwhile neither waits here nor loses what it publishes.
     */
    private void delete(RoomName name) {
        Room unused = room(name, "");
        rooms.compute(name, (key, open) -> {
            if (open == null) {
                deleting.put(key, unused);
            }
            return open;
        });
        if (deleting.get(name) == unused) {
            unused.deleteIfUnused().whenComplete((deleted, failure) -> deleting.remove(name, unused));
        }
    }

    private Room room(RoomName name, String topic) {
        return new Room(name, topic, rules, resources, metrics, this);
    }

    /** Called when the topic or the number of users of a room changed. */
    void onMembersChanged() {
        events.publish(ChatEventListener::onRoomsChanged);
    }

    /** Called when a room has no users and no messages. */
    void onEmpty(Room room) {
        if (!room.name().equals(RoomName.LOBBY)) {
            if (rooms.get(room.name()) == room
                    && rooms.computeIfPresent(
                                    room.name(), (name, known) -> known == room && room.occupancy() == 0 ? null : known)
                            == null) {
                events.publish(listener -> listener.onRoomClosed(room));
            }
            onMembersChanged();
        }
    }
}
