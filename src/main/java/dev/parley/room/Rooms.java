package dev.parley.room;

import dev.parley.chat.identity.User;
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
 * All rooms there are: the lobby always, others from the first to join until they hold neither people nor messages.
 * Safe from any thread; nothing public blocks.
 */
public final class Rooms {

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    private final HouseRules rules;
    private final RoomResources resources;
    private final Chronicle chronicle;
    private final Storage storage;
    private final ConcurrentMap<RoomName, Room> rooms = new ConcurrentHashMap<>();

    Rooms(HouseRules rules, RoomResources resources, Chronicle chronicle) {
        this.rules = rules;
        this.resources = resources;
        this.chronicle = chronicle;
        this.storage = new Storage(resources, chronicle);
        resources.history().rooms().forEach(shelf -> {
            if (shelf.blank() && !shelf.room().equals(RoomName.LOBBY)) {
                resources.history().forget(shelf.room());
            } else {
                rooms.put(shelf.room(), room(shelf.room(), shelf.topic()));
            }
        });
        rooms.computeIfAbsent(RoomName.LOBBY, name -> room(name, ""));
    }

    /** The room of this name, if there is one. */
    public Optional<Room> find(RoomName name) {
        return Optional.ofNullable(rooms.get(name));
    }

    /** All rooms, by name. */
    public List<Room> all() {
        return rooms.values().stream().sorted(Comparator.comparing(Room::name)).toList();
    }

    /** All rooms as they stand in a list, by name. */
    public List<RoomSummary> list() {
        return all().stream().map(Room::summary).toList();
    }

    /** Whether messages can be stored. */
    public Storage storage() {
        return storage;
    }

    /** The room of this name, which is made if there is none; empty if no more are allowed. */
    public Optional<Room> open(RoomName name) {
        return open(name, room -> {});
    }

    /** Joins a room, which is made if there is none of this name. */
    CompletionStage<Seating> join(RoomName name, User user, Subscriber subscriber, Since since) {
        return open(name, Room::expect)
                .map(room -> room.join(user, subscriber, since))
                .orElseGet(() -> CompletableFuture.completedFuture(Refusal.roomsFull(rules.rooms())));
    }

    private Optional<Room> open(RoomName name, Consumer<Room> before) {
        AtomicReference<Room> made = new AtomicReference<>();
        Room room = rooms.compute(name, (key, known) -> {
            Room here = known;
            if (here == null && rooms.size() < rules.rooms()) {
                here = room(key, "");
                made.set(here);
            }
            if (here != null) {
                before.accept(here);
            }
            return here;
        });
        Room opened = made.get();
        if (opened != null) {
            chronicle.tell(watcher -> watcher.opened(opened));
        }
        return Optional.ofNullable(room);
    }

    /** Posts a draft in every room. */
    CompletionStage<List<Answer>> post(Draft draft) {
        return each(all().stream().map(room -> room.post(draft)).toList());
    }

    /** Posts a draft in one room. */
    CompletionStage<Answer> post(RoomName name, Draft draft) {
        return find(name)
                .map(room -> room.post(draft))
                .orElseGet(() -> CompletableFuture.completedFuture(Refusal.noSuchRoom(name.text())));
    }

    /** Closes every room; completes when all have answered what they had accepted. */
    CompletionStage<?> close(String reason, Duration retryAfter) {
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

    /** Drops what need not be kept, and rooms that have come to hold nothing. May block. */
    void tidy() {
        try {
            resources.history().prune(resources.clock().instant());
            rooms.values().forEach(Room::tidy);
            for (History.Shelf shelf : resources.history().rooms()) {
                // Within compute, so that nobody makes the room anew while it is being forgotten.
                rooms.compute(shelf.room(), (name, known) -> {
                    if (known == null && shelf.blank()) {
                        resources.history().forget(name);
                    }
                    return known;
                });
            }
        } catch (StorageException broken) {
            LOG.warn("Old messages were not cleared away; it is tried again in an hour.", broken);
        }
    }

    private Room room(RoomName name, String topic) {
        return new Room(name, topic, rules, resources, chronicle, new Listing());
    }

    private final class Listing implements Keeper {

        @Override
        public void changed() {
            chronicle.tell(Watcher::roomsChanged);
        }

        @Override
        public void stored() {
            storage.worked();
        }

        @Override
        public Refusal notStored(StorageException broken) {
            return storage.failed(broken);
        }

        @Override
        public void emptied(Room room) {
            if (!room.name().equals(RoomName.LOBBY)) {
                if (rooms.get(room.name()) == room
                        && rooms.computeIfPresent(
                                        room.name(),
                                        (name, known) -> known == room && room.occupied() == 0 ? null : known)
                                == null) {
                    chronicle.tell(watcher -> watcher.ended(room));
                }
                changed();
            }
        }
    }
}
