package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms: the lobby always, any other from the first join on any node until it has no users and no messages.
 * Thread-safe; nothing blocks but the constructor.
 */
public final class RoomRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(RoomRegistry.class);

    private final ServerLimits rules;
    private final RoomResources resources;
    private final ChatEvents events;
    private final ChatMetrics metrics;
    private final StorageHealth storage;
    private final ConcurrentMap<RoomName, Room> rooms = new ConcurrentHashMap<>();
    private final RoomCreators creators;
    private final RoomPoller poller;
    private final ReplayMemory replayMemory;
    private final CallQueue pageReads;
    private final PrivateRooms privateRooms = new PrivateRooms();
    private final RoomDirectory directory = new RoomDirectory(rooms::values, privateRooms);

    /**
     * Creates a registry with the stored rooms, and waits until they are read.
     *
     * @throws StorageException if they cannot be read
     */
    public RoomRegistry(ServerLimits rules, RoomResources resources, ChatEvents events, ChatMetrics metrics) {
        this.rules = rules;
        this.creators = new RoomCreators(rules.admission().roomsPerAddress());
        this.replayMemory = new ReplayMemory(
                Runtime.getRuntime().maxMemory(),
                () -> rooms.values().stream().map(Room::replayBuffer).toList());
        this.pageReads = CallQueue.ofHalfTheProcessors(resources.lanes());
        this.resources = resources;
        this.events = events;
        this.metrics = metrics;
        this.storage = new StorageHealth(resources, events);
        this.poller = new RoomPoller(resources, rooms::values);
        for (MessageHistory.StoredRoom stored : storedRooms()) {
            if (stored.blank() && !isOneOfSeveral() && !stored.room().equals(RoomName.LOBBY)) {
                delete(stored.room());
            } else {
                Room room = room(stored);
                room.history().markActive(stored.lastAt());
                rooms.put(stored.room(), room);
                restoreCreator(stored);
            }
        }
        rooms.computeIfAbsent(RoomName.LOBBY, name -> room(blank(name)));
        storage.start();
        if (isOneOfSeveral()) {
            resources.relay().subscribe(this::onSignal);
            poller.poll();
            poller.start();
        }
    }

    private void restoreCreator(MessageHistory.StoredRoom stored) {
        if (!stored.room().equals(RoomName.LOBBY)) {
            creators.restore(stored.room(), stored.creator());
        }
    }

    private List<MessageHistory.StoredRoom> storedRooms() {
        try {
            return resources.messageHistory().rooms().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw StorageException.of(e);
        }
    }

    private boolean isOneOfSeveral() {
        return resources.relay() != RoomRelay.NONE;
    }

    private void onSignal(RelaySignal signal) {
        if (signal instanceof RelaySignal.Typing typing) {
            find(typing.room()).ifPresent(room -> room.onSignal(typing));
        } else if (signal instanceof RelaySignal.RoomSignal stored) {
            open(stored.room()).ifPresent(room -> room.onSignal(stored));
        } else if (signal instanceof RelaySignal.SignalsLost) {
            readAll();
        }
    }

    /** Reads what other nodes have changed in all rooms, and the rooms that they have created. */
    private void readAll() {
        poller.poll();
        resources.messageHistory().rooms().whenComplete((stored, failure) -> {
            if (failure == null) {
                stored.forEach(room -> open(room.room())
                        .filter(known -> !known.attributes().topic().equals(room.topic())
                                || !known.attributes().settings().equals(room.settings()))
                        .ifPresent(known -> known.onSignal(new RelaySignal.TopicChanged(room.room(), ""))));
            }
        });
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

    /** Returns which rooms are private. */
    public PrivateRooms privateRooms() {
        return privateRooms;
    }

    /** Returns the directory of all rooms. */
    public RoomDirectory directory() {
        return directory;
    }

    /**
     * Finds rooms, as {@link RoomDirectory#find}. One of several nodes looks into the storage as well, and opens rooms that it
     * does not know. Fails if the storage cannot be read.
     *
     * @param visible whether a private room is found
     */
    public CompletionStage<RoomPage> find(String text, @Nullable RoomName after, Predicate<RoomName> visible) {
        String part = RoomDirectory.normalize(text);
        if (!isOneOfSeveral() || !RoomDirectory.isPartOfName(part)) {
            return CompletableFuture.completedFuture(directory.find(text, after, RoomDirectory.PAGE, visible));
        }
        return resources
                .messageHistory()
                .findRooms(part, after, RoomDirectory.PAGE + 1)
                .thenApply(stored -> {
                    stored.forEach(this::open);
                    return directory.find(text, after, RoomDirectory.PAGE, visible);
                });
    }

    /** Returns the health of the storage. */
    public StorageHealth storageHealth() {
        return storage;
    }

    /** Returns the bound of the replay buffers. */
    ReplayMemory replayMemory() {
        return replayMemory;
    }

    /** Reads the pages of the {@link LastMessages} of all rooms. */
    CallQueue pageReads() {
        return pageReads;
    }

    /** Returns a room, which is created if it does not exist; empty if the limit of rooms is reached. */
    public Optional<Room> open(RoomName name) {
        return open(name, room -> {});
    }

    /**
     * Joins a room, which is created if it does not exist. If there are too many rooms, in all or from the address of the
     * user, a room without users gives way: the least recently used one that was created from the address with the most
     * rooms, or from the same address.
     */
    public CompletionStage<JoinResult> join(RoomName name, User user, Subscriber subscriber, ReplayFrom replayFrom) {
        Room known = rooms.computeIfPresent(name, (key, room) -> {
            room.reserve();
            return room;
        });
        if (known != null) {
            creators.use(name);
            return known.join(user, subscriber, replayFrom);
        }
        String address = user.clientInfo().address();
        if (!creators.tryAdd(name, address)
                && !(evictOne(creators.createdFrom(address)) && creators.tryAdd(name, address))) {
            return refused(Refusal.roomsFullForAddress(
                    rules.admission().roomsPerAddress().most()));
        }
        Optional<Room> opened = open(name, Room::reserve);
        if (opened.isEmpty()
                && (evictOne(creators.createdFromLargest(address))
                        || evictOne(without(name, creators.createdFrom(address))))) {
            opened = open(name, Room::reserve);
        }
        if (opened.isEmpty()) {
            creators.remove(name);
            return refused(Refusal.roomsFull(rules.rooms()));
        }
        return opened.get().join(user, subscriber, replayFrom);
    }

    private static CompletionStage<JoinResult> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(refusal);
    }

    private static List<RoomName> without(RoomName name, List<RoomName> names) {
        return names.stream().filter(other -> !other.equals(name)).toList();
    }

    /** Deletes the first of the rooms that has no users and no topic, with its messages; returns whether there is one. */
    private boolean evictOne(List<RoomName> candidates) {
        for (RoomName name : candidates) {
            Room room = rooms.get(name);
            if (room != null
                    && room.attributes().topic().isEmpty()
                    && room.attributes().settings().equals(RoomSettings.NONE)
                    && close(room, () -> deleteStored(name))) {
                LOG.debug("Room {} was deleted, because there were too many rooms.", name);
                return true;
            }
        }
        return false;
    }

    /**
     * Deletes a room with its messages, unless it is the lobby or has users.
     *
     * @return whether it was deleted; fails if the messages cannot be deleted
     */
    public CompletionStage<Boolean> remove(RoomName name) {
        Room room = rooms.get(name);
        AtomicReference<@Nullable CompletionStage<Boolean>> deletion = new AtomicReference<>();
        if (room == null
                || name.equals(RoomName.LOBBY)
                || !close(room, () -> deletion.set(resources.messageHistory().deleteRoom(name)))) {
            return CompletableFuture.completedFuture(false);
        }
        onMembersChanged();
        CompletionStage<Boolean> begun = deletion.get();
        return begun == null ? CompletableFuture.completedFuture(false) : begun.thenApply(deleted -> true);
    }

    /**
     * Removes a room if it has no users.
     *
     * @param before begins the deletion of the messages, before a join can create the room again
     * @return whether it was removed, by this call or before
     */
    private boolean close(Room room, Runnable before) {
        RoomName name = room.name();
        boolean gone = rooms.get(name) == room
                && rooms.computeIfPresent(name, (key, known) -> {
                            if (known != room || room.occupancy() > 0) {
                                return known;
                            }
                            before.run();
                            return null;
                        })
                        == null;
        if (gone) {
            creators.remove(name);
            events.publish(listener -> listener.onRoomClosed(room));
        }
        return gone;
    }

    private void deleteStored(RoomName name) {
        resources.messageHistory().deleteRoom(name).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "Not all messages of room {} were deleted; the room may exist again after a restart.",
                        name,
                        failure);
            }
        });
    }

    private Optional<Room> open(RoomName name, Consumer<Room> before) {
        AtomicReference<Room> made = new AtomicReference<>();
        Room room = rooms.compute(name, (key, known) -> {
            Room here = known;
            if (here == null && rooms.size() < rules.rooms()) {
                here = room(blank(key));
                made.set(here);
            }
            if (here != null) {
                before.accept(here);
            }
            return here;
        });
        Room opened = made.get();
        if (opened != null) {
            if (isOneOfSeveral()) {
                opened.readPresence();
            }
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

    /** Deletes expired messages, and rooms without users and messages; fails if the history cannot be read or written. */
    public CompletionStage<?> cleanUp() {
        return resources
                .messageHistory()
                .prune(resources.clock().instant())
                .thenCompose(done -> {
                    rooms.values().forEach(Room::cleanUp);
                    return resources.messageHistory().rooms();
                })
                .thenCompose(stored -> each(stored.stream()
                        .filter(room -> room.blank() && !rooms.containsKey(room.room()))
                        .map(room -> delete(room.room()))
                        .toList()));
    }

    /**
     * Deletes a stored room that is not open. If a join opens it meanwhile, the first message creates it again with
     * another epoch, which the room notices.
     */
    private CompletionStage<Boolean> delete(RoomName name) {
        return resources.messageHistory().deleteRoomIfEmpty(name).exceptionally(failure -> {
            LOG.warn("Room {} was not deleted; it is tried again in an hour.", name, failure);
            return false;
        });
    }

    private Room room(MessageHistory.StoredRoom stored) {
        return new Room(stored, rules, resources, metrics, this);
    }

    private static MessageHistory.StoredRoom blank(RoomName name) {
        return new MessageHistory.StoredRoom(name, "", true, null, Instant.EPOCH);
    }

    /** Called when the log of a room got an entry. */
    void onEntry(RoomName room, LogEntry entry) {
        events.publish(listener -> listener.onEntry(room, entry));
    }

    /** Called when the topic or the number of users of a room changed. */
    void onMembersChanged() {
        events.publish(ChatEventListener::onRoomsChanged);
    }

    /**
     * Called when a room has no users and no messages. Its row is deleted at once, as a client can create rooms without
     * end; a topic is kept until the next clean-up.
     */
    void onEmpty(Room room) {
        if (!room.name().equals(RoomName.LOBBY)) {
            if (close(room, () -> {}) && room.summary().topic().isEmpty()) {
                delete(room.name());
            }
            onMembersChanged();
        }
    }
}
