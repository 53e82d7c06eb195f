package dev.parley.chat.room;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Finds every second what other nodes have changed without a signal: messages in the rooms that this node uses, and members in
 * all rooms. Needs 2 queries for all rooms together. Thread-safe; nothing blocks.
 */
final class RoomPoller {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final RoomResources resources;
    private final Supplier<Collection<Room>> rooms;
    private final AtomicBoolean polling = new AtomicBoolean();

    /** Creates a poller of the rooms that {@code rooms} returns. */
    RoomPoller(RoomResources resources, Supplier<Collection<Room>> rooms) {
        this.resources = resources;
        this.rooms = rooms;
    }

    /** Polls every second from now on. */
    void start() {
        resources.scheduler().scheduleWithFixedDelay(PERIOD, this::poll);
    }

    /** Polls, unless a poll is under way. */
    void poll() {
        List<Room> all = List.copyOf(rooms.get());
        if (polling.compareAndSet(false, true)) {
            heads(all.stream().filter(Room::isInUse).map(Room::name).toList())
                    .thenAcceptBoth(
                            resources
                                    .presence()
                                    .versions(all.stream().map(Room::name).toList()),
                            (heads, versions) -> all.forEach(room ->
                                    room.onPolled(heads.get(room.name()), versions.getOrDefault(room.name(), 0L))))
                    .whenComplete((done, failure) -> polling.set(false)); // after a failure the next poll reads again
        }
    }

    private CompletionStage<Map<RoomName, Position>> heads(List<RoomName> used) {
        return used.isEmpty()
                ? CompletableFuture.completedFuture(Map.of())
                : resources.messageHistory().heads(used);
    }
}
