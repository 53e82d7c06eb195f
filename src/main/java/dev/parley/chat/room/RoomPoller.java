package dev.parley.chat.room;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Finds every second what other nodes have changed in the rooms that this node uses, because a signal may be lost. Needs two
 * queries for all rooms. Thread-safe; nothing blocks.
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
        List<Room> used = rooms.get().stream().filter(Room::isInUse).toList();
        if (!used.isEmpty() && polling.compareAndSet(false, true)) {
            List<RoomName> names = used.stream().map(Room::name).toList();
            CompletionStage<Map<RoomName, Position>> heads =
                    resources.messageHistory().heads(names);
            resources
                    .presence()
                    .versions(names)
                    .thenAcceptBoth(
                            heads,
                            (versions, positions) -> used.forEach(room ->
                                    room.onPolled(positions.get(room.name()), versions.getOrDefault(room.name(), 0L))))
                    .whenComplete((done, failure) -> polling.set(false)); // after a failure the next poll reads again
        }
    }
}
